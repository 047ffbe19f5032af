/** What the bytes of a SEG-Y or SU file are, from the first to the last, and which tables describe its headers. */
import { SeisError } from '../../error.ts';
import type { TraceSet } from '../../model/trace-set.ts';
import type { HeaderWords, Stretch } from '../format.ts';
import { binaryHeader } from './fields/binary-header.ts';
import { fileHeaderBytes, textBytes } from './fields/revisions.ts';
import { suHeader } from './fields/su-header.ts';
import { traceHeader } from './fields/trace-header.ts';
import { familyOf, type SegyRecording, type SuRecording } from './recording.ts';

function recordingOf(set: TraceSet): SegyRecording | SuRecording {
  const recording = familyOf(set);
  if (recording !== undefined) return recording;
  throw new SeisError('usage', `${set.format}: a recording of another family than SEG-Y`, { format: set.format });
}

/** How the words of the trace headers lie. Rev 0 files carry the later words in bytes 181-232 if anything. */
export function headerWords(set: TraceSet): HeaderWords {
  const recording = recordingOf(set);
  if (recording.format === 'su') return { block: suHeader, revision: 'su' };
  return { block: traceHeader, revision: recording.revision === '0' ? '1' : recording.revision };
}

/** Stretches without a byte are left out. */
export function stretches(set: TraceSet): readonly Stretch[] {
  const recording = recordingOf(set);
  const { frames, count, firstTrace, tail } = recording;
  const traces: Stretch[] = [
    { what: 'traces', offset: firstTrace, length: frames.offset(count) - firstTrace },
    { what: 'bytes that belong to nothing', ...tail },
  ];
  const all = recording.format === 'su' ? traces : [...before(recording), ...traces, ...behind(recording)];
  return all.filter(({ length }) => length > 0);
}

/** What precedes the first trace. Bytes 3521-3528 may put it behind the last textual header. */
function before(set: SegyRecording): readonly Stretch[] {
  const { labelBytes, text, firstTrace, revision } = set;
  const binary = labelBytes + textBytes;
  const [, ...extended] = text.offsets;
  const end = labelBytes + fileHeaderBytes + extended.length * textBytes;
  return [
    { what: 'tape label', offset: 0, length: labelBytes, text: 'ascii' },
    { what: 'textual header', offset: labelBytes, length: textBytes, text: text.encoding },
    {
      what: 'binary file header',
      offset: binary,
      length: fileHeaderBytes - textBytes,
      words: { block: binaryHeader, revision },
    },
    ...extended.map((offset, i) => ({
      what: `extended textual header ${i + 1}`,
      offset,
      length: textBytes,
      text: text.encoding,
    })),
    { what: 'bytes before the first trace', offset: end, length: firstTrace - end },
  ];
}

function behind(set: SegyRecording): readonly Stretch[] {
  return Array.from({ length: set.trailers.count }, (_, i) => ({
    what: `data trailer ${i + 1}`,
    offset: set.trailers.offset + i * textBytes,
    length: textBytes,
    text: set.text.encoding,
  }));
}
