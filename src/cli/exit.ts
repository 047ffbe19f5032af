/** How the program ends: one line for people, an exit code for scripts. */
import { describe, type ErrorCode, SeisError } from '../error.ts';

export const exitCodes = { done: 0, failed: 1, usedWrongly: 2 } as const;

const codeOf: Readonly<Record<ErrorCode, number>> = {
  malformed: exitCodes.failed,
  truncated: exitCodes.failed,
  unsupported: exitCodes.failed,
  unrepresentable: exitCodes.failed,
  limit: exitCodes.failed,
  stale: exitCodes.failed,
  io: exitCodes.failed,
  'not-found': exitCodes.failed,
  usage: exitCodes.usedWrongly,
};

/** Tells an error on standard error and sets the exit code. With SEISFS_DEBUG set, says where it arose. */
export function fail(error: unknown): void {
  if (error instanceof SeisError) {
    console.error(`seisfs: ${describe(error)}`);
    process.exitCode = codeOf[error.code];
  } else {
    console.error(`seisfs: internal error: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = exitCodes.failed;
  }
  if (process.env.SEISFS_DEBUG !== undefined) console.error(error);
}
