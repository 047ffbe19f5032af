/** Lays a SEG-Y or SU recording out as a SEG-Y file: text, binary header, extended text, traces, trailers. */
import type { Need } from '../../../bytes/need.ts';
import type { Converters } from '../../../kernel/contract.ts';
import { bytesPart, copyPart, layoutOf, type Part } from '../../../layout/layout.ts';
import type { Warning } from '../../../model/trace-set.ts';
import type { View } from '../../format.ts';
import { binaryHeader } from '../fields/binary-header.ts';
import { atLeast, textBytes } from '../fields/revisions.ts';
import { suWords } from '../fields/su-header.ts';
import { traceHeader } from '../fields/trace-header.ts';
import { limitsOf, type SegyTarget } from '../legal.ts';
import type { SegyRecording, SuRecording } from '../recording.ts';
import { type Contents, makeBinaryHeader } from './binary-header.ts';
import { checkCapacity, type Dropped } from './capacity.ts';
import { resolveSegy, type SegyChoice } from './resolve.ts';
import { madeText, textParts } from './text.ts';
import { convertedTraces, type TraceTarget, wholeSource } from './traces.ts';
import { viewWarning } from './warnings.ts';

/** The view of `set` under `choice`. Throws `unrepresentable` or `usage` as `resolveSegy` and `checkCapacity` do. */
export function* writeSegy(choice: SegyChoice, set: SegyRecording | SuRecording, converters: Converters): Need<View> {
  const target = resolveSegy(choice, set);
  if (target === 'identical') return wholeSource(set);
  const dropped = checkCapacity(`segy: revision ${target.revision}`, limitsOf(target.revision), set, choice.drop);
  const warnings: Warning[] = [...dropped.warnings];

  const pieces = set.format === 'segy' ? segyPieces(set, target, dropped) : suPieces(set, target);
  warnings.push(...pieces.warnings);
  const binary = makeBinaryHeader(set, target, pieces.contents);
  warnings.push(...binary.warnings);

  const traces = yield* convertedTraces(
    set,
    tracesOf(choice, set, target, dropped.additionalHeaders, warnings),
    converters,
  );
  const layout = layoutOf([
    pieces.text,
    bytesPart(binary.bytes, (offset) => ({ what: binaryWordAt(offset) })),
    ...pieces.extended,
    traces.part,
    pieces.trailers,
  ]);
  return { layout, exactness: traces.exactness, warnings: [...warnings, ...traces.warnings] };
}

/** What stands around the binary header and the traces. */
type Pieces = {
  readonly text: Part;
  readonly extended: readonly Part[];
  readonly trailers: Part;
  readonly contents: Contents;
  readonly warnings: readonly Warning[];
};

function segyPieces(set: SegyRecording, target: SegyTarget, dropped: Dropped): Pieces {
  const { first, extended } = textParts(set, target.text, !dropped.extendedTexts);
  const trailers = dropped.trailers ? 0 : set.trailers.count;
  const label = viewWarning('label-dropped', `the tape label of ${set.labelBytes} bytes is left out`, 0);
  return {
    text: first,
    extended,
    trailers: copyPart(set.trailers.offset, trailers * textBytes),
    contents: {
      extendedTexts: extended.length,
      additionalHeaders: dropped.additionalHeaders ? 0 : set.additionalHeaders,
      trailers,
    },
    warnings: set.labelBytes > 0 ? [label] : [],
  };
}

function suPieces(set: SuRecording, target: SegyTarget): Pieces {
  return {
    text: madeText(set, target),
    extended: [],
    trailers: copyPart(0, 0),
    contents: { extendedTexts: 0, additionalHeaders: 0, trailers: 0 },
    warnings: [viewWarning('text-made', 'the source has no textual header; one that says what the view is was made')],
  };
}

/** Which words of the trace headers are cleared: what SU has in 181-240, what is unassigned in 233-240 before rev 2. */
function tracesOf(
  choice: SegyChoice,
  set: SegyRecording | SuRecording,
  target: SegyTarget,
  standardOnly: boolean,
  warnings: Warning[],
): TraceTarget {
  const { revision, samples, order } = target;
  let zero: readonly [number, number] = [0, 0];
  if (set.format === 'su') {
    if (atLeast(revision, '1')) {
      zero = [180, 240];
      const names = Object.keys(suWords).join(', ');
      warnings.push(viewWarning('su-words-dropped', `bytes 181-240 are zero: SU's ${names} are not SEG-Y words`));
    }
  } else if (atLeast(revision, '2.0') && !atLeast(set.revision, '2.0')) zero = [232, 240];
  const header = { block: traceHeader, revision };
  return { format: 'segy', samples, order, policy: choice.policy, header, standardOnly, zero, ntr: undefined };
}

/** Name and place of the word of the binary header that holds its byte `offset`, counted from 0. */
function binaryWordAt(offset: number): string {
  const byte = binaryHeader.first + offset;
  const words = Object.entries(binaryHeader.words);
  const before = words.filter(([, field]) => field.byte <= byte).at(-1);
  return `binary file header: byte ${byte}${before === undefined ? '' : ` (${before[0]}, from ${before[1].byte})`}`;
}
