/**
 * A reader process: opens a file below a mount again and again, reads it whole in pieces, and tells whose bytes it saw.
 * Arguments: milliseconds, path, piece length, a list of offsets, then files that hold the versions. Prints JSON: how
 * often each version was seen, how often opening or reading failed and how. Exits 1 when one open showed a mixture.
 *
 * A writer that overwrites in place, from one of the offsets to the next, end first, leaves states of its own: one version
 * up to an offset and another behind it. They are on the disk, and who sees one saw no mixture of seisfs's making.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const [milliseconds, path, piece, offsets, ...paths] = process.argv.slice(2);
const between = JSON.parse(offsets) as number[];
const versions = paths.map((file) => readFileSync(file));
const seen: Record<string, number> = {};
const count = (what: string): void => {
  seen[what] = (seen[what] ?? 0) + 1;
};

/** Whether these bytes are the beginning of a version, or of a state between two. */
function known(bytes: Buffer): boolean {
  const begins = (version: Buffer, from: number, to: number): boolean =>
    version.subarray(from, to).equals(bytes.subarray(from, to));
  return versions.some(
    (version) =>
      begins(version, 0, bytes.length) ||
      between.some(
        (offset) =>
          begins(version, 0, Math.min(offset, bytes.length)) &&
          versions.some((next) => next.length === version.length && begins(next, offset, bytes.length)),
      ),
  );
}

const room = Buffer.alloc(Math.max(...versions.map((version) => version.length)) + 1);

for (const end = Date.now() + Number(milliseconds); Date.now() < end; ) {
  let fd: number | undefined;
  let done = 0;
  try {
    fd = openSync(path, 'r');
    for (;;) {
      const got = readSync(fd, room, done, Math.min(Number(piece), room.length - done), done);
      if (got === 0) break;
      done += got;
    }
    const bytes = room.subarray(0, done);
    const which = versions.findIndex((version) => version.equals(bytes));
    if (which < 0 && !(done === versions[0].length && known(bytes))) {
      console.error(`${done} bytes that are no version`);
      process.exit(1);
    }
    count(which < 0 ? 'between' : `version ${which}`);
  } catch (error) {
    const { errno, code } = error as NodeJS.ErrnoException;
    count(errno === -116 ? 'ESTALE' : (code ?? String(error)));
    // What was read before it failed must be of one version, too.
    const bytes = room.subarray(0, done);
    if (!known(bytes)) {
      console.error(`${done} bytes before ${String(error)} are of no version`);
      process.exit(1);
    }
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
console.log(JSON.stringify(seen));
