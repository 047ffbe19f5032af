/** Sources to write from, made with every byte of their headers in use, and what is true of them. */
import type { View } from '../../../src/formats/format.ts';
import type { Facts, Revision } from '../../reference/segy-family.ts';
import { codes, type Encoding, type Order } from '../../reference/sample-values.ts';
import { type Made, makeSegy, makeSu, type SegyPlan, type SuPlan } from '../../support/segy-maker.ts';
import { openBytes, readLayout, viewOf } from '../../support/views.ts';

export type Case = { readonly bytes: Uint8Array; readonly facts: Facts; readonly made: Made };

/** Encodings of the codes that a revision has, code 4 left out: it can be read only. */
export const encodingsOf: Readonly<Record<Revision, readonly Encoding[]>> = {
  '0': ['ibm32', 'int32', 'int16'],
  '1': ['ibm32', 'int32', 'int16', 'ieee32', 'int8'],
  '2.0': Object.keys(codes) as Encoding[],
  '2.1': Object.keys(codes) as Encoding[],
};

/** A pair-swapped word of three bytes does not exist. */
export function ordersOf(encoding: Encoding): readonly Order[] {
  return encoding === 'int24' || encoding === 'uint24' ? ['big', 'little'] : ['big', 'little', 'pairs'];
}

/** Fills bytes `first` to `last` (counted from 1 at `at`) with values that repeat no word, and are not text. */
function scribble(bytes: Uint8Array, at: number, first: number, last: number, seed: number): void {
  for (let j = first - 1; j < last; j++) bytes[at + j] = (j * 89 + seed * 57 + ((j * j) % 13) + 3) & 0xff;
}

/** What no reader decides anything by: all but the scalars, the identification, the count and the interval. */
const freeRuns = [
  [1, 28],
  [31, 68],
  [73, 114],
  [119, 240],
] as const;

/** A SEG-Y source with every free byte of its headers in use. */
export function segyCase(encoding: Encoding, plan: Omit<SegyPlan, 'code'> & { revision: Revision }): Case {
  const made = makeSegy({ ...plan, code: codes[encoding] });
  const bytes = made.bytes.slice();
  const two = Number(plan.revision) >= 2;
  const base = plan.label === true ? 128 : 0;
  scribble(bytes, base + 3200, 1, 16, 1);
  scribble(bytes, base + 3200, 27, 60, 2);
  scribble(bytes, base + 3200, 101, 300, 3);
  scribble(bytes, base + 3200, 333, 400, 4);
  const additional = made.offsets.map((offset, i) => (made.sampleOffsets[i] - offset) / 240 - 1);
  made.offsets.forEach((offset, trace) => {
    for (const [first, last] of freeRuns) scribble(bytes, offset, first, two ? Math.min(last, 232) : last, trace);
    for (let k = 1; k <= additional[trace]; k++) {
      const at = offset + 240 * k;
      if (k > 1) scribble(bytes, at, 1, 232, trace + k);
      else scribble(bytes, at, 1, 136, trace + 7);
    }
  });
  const facts: Facts = {
    format: 'segy',
    revision: plan.revision,
    encoding,
    order: plan.order ?? 'big',
    text: plan.text ?? 'ebcdic',
    base,
    extTexts: plan.extTexts ?? 0,
    trailers: plan.trailers ?? 0,
    offsets: made.offsets,
    samples: made.samples,
    additional,
    interval: plan.interval ?? 4000,
  };
  return { bytes, facts, made };
}

/** An SU source with every free byte of its headers in use. */
export function suCase(plan: SuPlan): Case {
  const made = makeSu(plan);
  const bytes = made.bytes.slice();
  made.offsets.forEach((offset, trace) => {
    scribble(bytes, offset, 31, 68, trace);
    scribble(bytes, offset, 73, 114, trace);
    scribble(bytes, offset, 119, 156, trace);
    scribble(bytes, offset, 169, 204, trace);
    scribble(bytes, offset, 209, 240, trace);
  });
  const facts: Facts = {
    format: 'su',
    revision: '1',
    encoding: 'ieee32',
    order: plan.order ?? 'little',
    text: 'zero',
    base: 0,
    extTexts: 0,
    trailers: 0,
    offsets: made.offsets,
    samples: made.samples,
    additional: made.offsets.map(() => 0),
    interval: plan.interval ?? 4000,
  };
  return { bytes, facts, made };
}

/** The view of a made file under a target. */
export function segyView(plan: SegyPlan, spec: string): View {
  const { bytes } = makeSegy(plan);
  return viewOf(openBytes('segy', bytes), bytes, spec);
}

/** Codes of what a view warns of, sorted. */
export function warningsOf(view: View): string[] {
  return view.warnings.map(({ code }) => code).sort();
}

/** The binary file header of a view. */
export function binaryOf(view: View, bytes: Uint8Array): DataView {
  return new DataView(readLayout(view.layout, bytes, 3200, 400).window.buffer);
}
