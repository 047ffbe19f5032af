/** Says where the shape that was decided for a SEG-Y file departs from what its headers declare. */
import type { Warn } from '../warnings.ts';
import type { Decision } from './decide.ts';
import type { FileHeader } from './file-header.ts';
import { countOf, restOf } from './shape.ts';

/** Warns of every count and flag of the file header that the decision does not bear out. */
export function warnOfShape(header: FileHeader, decision: Decision, warn: Warn): void {
  warnOfCounts(header, decision, warn);
  warnOfSamples(header, decision, warn);
  warnOfEnd(header, decision, warn);
}

function warnOfCounts(header: FileHeader, { reading, columns }: Decision, warn: Warn): void {
  const { shape, beginning, ending } = reading;
  const { base, extTexts, fixedLength, revision, trailers } = header;
  const { texts } = beginning;
  if (revision === '0' && texts > 0) {
    warn(
      'extended-texts',
      `${texts} extended textual headers in a file of revision 0, as bytes 3505-3506 give`,
      base + 3504,
    );
  } else if (revision !== '0' && header.firstTrace === 0 && extTexts !== -1 && extTexts !== texts) {
    warn(
      'extended-texts',
      `bytes 3505-3506 give ${extTexts} extended textual headers; ${texts} fit the file`,
      base + 3504,
    );
  }
  const [additional] = header.additionalHeaders;
  if (shape.headers !== 1 + additional) {
    warn(
      'additional-headers',
      `bytes 3507-3510 give ${additional} additional trace headers; ${shape.headers - 1} fit the file`,
      base + 3506,
    );
  }
  if (trailers !== -1 && ending.trailers !== trailers) {
    warn('trailers', `bytes 3529-3532 give ${trailers} trailer stanzas; ${ending.trailers} fit the file`, base + 3528);
  }
  if (fixedLength !== 0 && fixedLength !== 1) {
    warn('fixed-length-flag', `bytes 3503-3504 are ${fixedLength}; the traces decide`, base + 3502);
  } else if (fixedLength === 1 && columns !== undefined) {
    warn('fixed-length-flag', 'bytes 3503-3504 say that all traces are of one length; they are not', base + 3502);
  }
}

function warnOfSamples(header: FileHeader, { reading, checked, columns }: Decision, warn: Warn): void {
  if (columns !== undefined) return;
  const { samples } = reading.shape;
  if (samples !== header.samples) {
    warn(
      'samples-assumed',
      `${samples} samples a trace, as the trace headers give; the file header gives ${header.samples}`,
      header.base + 3220,
    );
  }
  const other = checked.facts.findIndex((fact) => fact.samples !== 0 && fact.samples !== samples);
  if (other >= 0) {
    const trace = checked.places[other];
    warn(
      'samples-contradict',
      `trace ${trace + 1} gives ${checked.facts[other].samples} samples; ${samples} fit the file`,
      undefined,
      trace,
    );
  }
}

function warnOfEnd(header: FileHeader, decision: Decision, warn: Warn): void {
  const { reading, checked, columns, count, cut, end } = decision;
  const { shape, ending } = reading;
  if (count === 0) warn('no-traces', `the file ends at byte ${end} with its headers`, end);
  if (header.traces !== 0 && header.traces !== count) {
    warn('trace-count', `bytes 3513-3520 give ${header.traces} traces; the file holds ${count}`, header.base + 3512);
  } else if (columns === undefined && count > 0 && restOf(shape) === 0 && countOf(shape) > count) {
    warn(
      'trace-count',
      `bytes 3513-3520 give ${count} traces; ${countOf(shape)} would fit the file`,
      header.base + 3512,
    );
  }
  const left = ending.end - end;
  if (left === 0 || count === 0) return;
  const cutRegular = columns === undefined && restOf(shape) === left && checked.rest?.samples === shape.samples;
  if (cut || cutRegular) {
    warn(
      'cut-trace',
      `the file ends ${left} bytes into trace ${count + 1}; ${count} whole traces are kept`,
      end,
      count,
    );
  } else {
    warn('tail-bytes', `${left} bytes follow trace ${count}, the last whole one`, end);
  }
}
