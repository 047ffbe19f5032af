/** Extended attributes of files, which Node does not read. */
import koffi from 'koffi';
import { errno, failure } from './calls.ts';
import { nameOf, pathArgument } from './names.ts';

const lgetxattr = koffi.load('libc.so.6').func('long lgetxattr(const char*, const char*, _Out_ void*, unsigned long)');

/** `ENODATA`: the file has no such attribute; `EOPNOTSUPP`: its file system has none at all. */
const absent: readonly number[] = [61, 95];

/** Longest value of an attribute on Linux. */
const longest = 65536;

/** The text of the attribute `name` of the file at `path`, or undefined when it has none. Throws as `failure` says. */
export function attributeOf(path: string, name: string): string | undefined {
  const into = new Uint8Array(longest);
  const length = lgetxattr(pathArgument(path), name, into, into.length) as number;
  if (length >= 0) return nameOf(into.subarray(0, length));
  if (absent.includes(errno())) return undefined;
  throw failure('getxattr', path);
}
