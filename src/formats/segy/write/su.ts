/** Lays a SEG-Y or SU recording out as an SU file: traces from the first byte on, IEEE floats, SU's own words in 181-240. */
import type { Need } from '../../../bytes/need.ts';
import { SeisError } from '../../../error.ts';
import type { Converters } from '../../../kernel/contract.ts';
import { layoutOf } from '../../../layout/layout.ts';
import type { Warning } from '../../../model/trace-set.ts';
import type { View } from '../../format.ts';
import { suHeader } from '../fields/su-header.ts';
import { laterWords, traceHeader } from '../fields/trace-header.ts';
import { limitsOf } from '../legal.ts';
import type { SegyRecording, SuRecording } from '../recording.ts';
import { checkCapacity } from './capacity.ts';
import { resolveSu, type SuChoice } from './resolve.ts';
import { convertedTraces, wholeSource } from './traces.ts';
import { viewWarning } from './warnings.ts';

/** The view of `set` under `choice`. Throws `unrepresentable` as `checkCapacity` does, and for a set without traces. */
export function* writeSu(choice: SuChoice, set: SegyRecording | SuRecording, converters: Converters): Need<View> {
  const target = resolveSu(choice, set);
  if (target === 'identical') return wholeSource(set);
  if (set.count === 0) {
    const message = 'su: there is no trace, and an SU file consists of traces only';
    throw new SeisError('unrepresentable', message, { format: 'su', mend: 'segy holds it' });
  }
  const dropped = checkCapacity('su', limitsOf('su'), set, choice.drop);
  const warnings: Warning[] = [...dropped.warnings];
  if (set.format === 'segy') {
    warnings.push(viewWarning('file-headers-dropped', 'SU has no textual and no binary file header', 0));
  }
  const own = set.format === 'segy' && choice.words === 'own';
  if (own) {
    const names = Object.keys(laterWords).join(', ');
    const message = `bytes 181-240 carry SU's own words in place of ${names}; words=keep keeps the source's bytes`;
    warnings.push(viewWarning('segy-words-dropped', message));
  }
  const kept = set.format === 'segy' && choice.words === 'keep';
  const traces = yield* convertedTraces(
    set,
    {
      format: 'su',
      samples: target.samples,
      order: target.order,
      policy: choice.policy,
      header: kept ? { block: traceHeader, revision: set.revision } : { block: suHeader, revision: 'su' },
      standardOnly: set.format === 'segy' && set.additionalHeaders > 0,
      zero: own ? [180, 240] : [0, 0],
      ntr: own && set.count <= 0x7fffffff ? set.count : undefined,
    },
    converters,
  );
  const layout = layoutOf([traces.part]);
  return { layout, exactness: traces.exactness, warnings: [...warnings, ...traces.warnings] };
}
