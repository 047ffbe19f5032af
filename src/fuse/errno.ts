/** One table from seisfs's errors to the numbers a file system answers with. */
import { constants } from 'node:os';
import type { ErrorCode, SeisError } from '../error.ts';

/** The error a reader sees. `io` passes the system's own number on where there is one. */
const errnoNames = {
  malformed: 'EIO',
  truncated: 'EIO',
  unsupported: 'EOPNOTSUPP',
  unrepresentable: 'EIO',
  limit: 'ENOMEM',
  stale: 'ESTALE',
  io: 'EIO',
  'not-found': 'ENOENT',
  usage: 'EINVAL',
} as const satisfies Readonly<Record<ErrorCode, string>>;

/** The positive errno for an error. */
export function errnoOf(error: SeisError): number {
  const system = error.code === 'io' ? error.detail.system : undefined;
  const known = system === undefined ? undefined : (constants.errno as Readonly<Record<string, number>>)[system];
  return known ?? constants.errno[errnoNames[error.code]];
}

/** Numbers that the protocol itself needs. */
export const errno: {
  readonly EROFS: number;
  readonly ENOSYS: number;
  readonly ENODATA: number;
  readonly ERANGE: number;
  readonly ENXIO: number;
  readonly EINVAL: number;
  readonly EIO: number;
  readonly EINTR: number;
  readonly EAGAIN: number;
  readonly ENOENT: number;
  readonly ENODEV: number;
  readonly EPROTO: number;
} = constants.errno;
