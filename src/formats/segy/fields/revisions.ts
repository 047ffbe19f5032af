/** The revisions of SEG-Y, oldest first, and the sizes every one of them shares. */

export const revisions = ['0', '1', '2.0', '2.1'] as const;

export type Revision = (typeof revisions)[number];

/** Whether `revision` is `other` or newer. */
export function atLeast(revision: Revision, other: Revision): boolean {
  return revisions.indexOf(revision) >= revisions.indexOf(other);
}

/** Bytes of a textual header, an extended textual header and a data trailer stanza. */
export const textBytes = 3200;

/** Bytes of the textual and the binary file header together: where traces begin when nothing comes between. */
export const fileHeaderBytes = 3600;

/** Bytes of every trace header, standard or additional. */
export const traceHeaderBytes = 240;

/** Bytes of a tape label before the textual header (rev 2, appendix B). */
export const labelBytes = 128;

/** Value of bytes 3297-3300, read in the file's own order. */
export const byteOrderConstant = 0x01020304;
