/** SEG-Y and SU: two formats that share the trace header. */
import type { Format } from '../format.ts';
import { openSegy } from './read/open.ts';
import { probeSegy } from './read/probe.ts';
import { headerWords, stretches } from './stretches.ts';
import { openSu } from './su/open.ts';
import { probeSu } from './su/probe.ts';
import { segyTarget, suTarget, targetTables } from './targets.ts';

export const formats: readonly Format[] = [
  {
    name: 'segy',
    title: 'SEG-Y revisions 0, 1, 2.0 and 2.1',
    extensions: ['sgy', 'segy', 'seg'],
    probe: probeSegy,
    open: openSegy,
    target: segyTarget,
    targets: targetTables.segy,
    stretches,
    headerWords,
  },
  {
    name: 'su',
    title: 'Seismic Unix',
    extensions: ['su'],
    probe: probeSu,
    open: openSu,
    target: suTarget,
    targets: targetTables.su,
    stretches,
    headerWords,
  },
];
