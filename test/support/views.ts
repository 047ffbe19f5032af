/** Opens bytes, asks for a view of them and reads it, with every buffer poisoned and every range written down. */
import { type ByteRange, runSync, type SyncSource } from '../../src/bytes/need.ts';
import type { SourceOptions, View } from '../../src/formats/format.ts';
import { formats } from '../../src/formats/segy/index.ts';
import { parseTarget } from '../../src/formats/target.ts';
import { plainConverters } from '../../src/kernel/converters.ts';
import type { Layout } from '../../src/layout/layout.ts';
import type { TraceSet } from '../../src/model/trace-set.ts';

/** A source over bytes that writes down what is asked of it. */
export function recordingSource(bytes: Uint8Array): SyncSource & { readonly ranges: ByteRange[] } {
  const ranges: ByteRange[] = [];
  return {
    size: bytes.length,
    ranges,
    read(offset, into) {
      ranges.push({ offset, length: into.length });
      into.set(bytes.subarray(offset, offset + into.length));
    },
  };
}

export function openBytes(format: 'segy' | 'su', bytes: Uint8Array, options: SourceOptions = {}): TraceSet {
  const found = formats.find(({ name }) => name === format);
  if (found === undefined) throw new Error(`no format ${format}`);
  return runSync(found.open({ size: bytes.length, options }), [recordingSource(bytes)]);
}

/** The view of an opened recording under a target as the command line writes it. */
export function viewOf(set: TraceSet, bytes: Uint8Array, spec: string): View {
  return runSync(parseTarget(formats, spec).write(set, plainConverters), [recordingSource(bytes)]);
}

/** A window of a layout. What the layout does not fill stays A5; what it lends and does not fill is 5A. */
export function readLayout(
  layout: Layout,
  bytes: Uint8Array,
  offset = 0,
  length: number = layout.size - offset,
): { readonly window: Uint8Array; readonly ranges: readonly ByteRange[] } {
  const window = new Uint8Array(length).fill(0xa5);
  const source = recordingSource(bytes);
  runSync(layout.read(offset, window), [source], (n) => new Uint8Array(n).fill(0x5a));
  return { window, ranges: source.ranges };
}
