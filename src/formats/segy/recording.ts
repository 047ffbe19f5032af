/** What the readers of the SEG-Y family know beside a trace set: where the headers lie and what they declared. */
import type { TextBlocks, TraceSet } from '../../model/trace-set.ts';
import type { Revision } from './fields/revisions.ts';

/** A SEG-Y file, opened. Offsets are 0-based bytes of the source; everything lies as the source has it. */
export type SegyRecording = TraceSet & {
  readonly format: 'segy';
  readonly revision: Revision;
  /** Bytes before the textual header: 128 for a tape label, else 0. */
  readonly labelBytes: number;
  /** The textual header first, then the extended ones, one block of 3200 bytes each. */
  readonly text: TextBlocks;
  /** The 400 bytes of the binary file header as they lie, in `order`. */
  readonly binaryHeader: Uint8Array;
  /** Bytes 3225-3226 as declared, whatever `encoding` was decided. */
  readonly formatCode: number;
  /** Offset of the first trace header. */
  readonly firstTrace: number;
  /** Additional 240-byte headers behind the standard one, as decided for the file; a trace may have fewer (`frames`). */
  readonly additionalHeaders: number;
  /** Samples per trace the binary file header declares (extended word first, from rev 2 on) or the user gave; 0: neither. */
  readonly declaredSamples: number;
  /** Whether the trace headers that were looked at give other intervals than `interval` (0, unset, not counted). */
  readonly intervalVaries: boolean;
  /**
   * Whether traces are taken for equally long, though no flag says so, because some of their headers were looked at: a
   * header that says something else is then an error where it is met.
   */
  readonly lengthsSampled: boolean;
  /** Data trailer stanzas of 3200 bytes each. */
  readonly trailers: { readonly offset: number; readonly count: number };
  /** Bytes behind the last whole trace that belong to nothing: a cut trace, padding. Before the trailers, if any. */
  readonly tail: { readonly offset: number; readonly length: number };
};

/** An SU file, opened: traces from its first byte on. */
export type SuRecording = TraceSet & {
  readonly format: 'su';
  readonly revision: undefined;
  readonly firstTrace: 0;
  readonly intervalVaries: boolean;
  readonly lengthsSampled: boolean;
  readonly tail: { readonly offset: number; readonly length: number };
};

/** `set` as the recording it is when a reader of this family made it. */
export function familyOf(set: TraceSet): SegyRecording | SuRecording | undefined {
  return set.format === 'segy' || set.format === 'su' ? (set as SegyRecording | SuRecording) : undefined;
}
