/** SEG-Y and SU: two formats that share the trace header. */
import type { Format } from '../format.ts';
import { openSegy } from './read/open.ts';
import { probeSegy } from './read/probe.ts';
import { openSu } from './su/open.ts';
import { probeSu } from './su/probe.ts';
import { segyTarget, suTarget } from './targets.ts';

export const formats: readonly Format[] = [
  {
    name: 'segy',
    title: 'SEG-Y revisions 0, 1, 2.0 and 2.1',
    extensions: ['sgy', 'segy', 'seg'],
    probe: probeSegy,
    open: openSegy,
    target: segyTarget,
  },
  { name: 'su', title: 'Seismic Unix', extensions: ['su'], probe: probeSu, open: openSu, target: suTarget },
];
