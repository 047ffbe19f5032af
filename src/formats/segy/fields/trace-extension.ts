/**
 * Trace header extension 1 (rev 2): the first additional 240-byte header of a trace, one row a word.
 *
 * A word called as one of the standard trace header overrides that one where it is not 0, except `device` and `name`;
 * its doubles are true values, not scaled by bytes 69-72 of the standard header.
 */
import type { Block } from '../../../bytes/fields.ts';
import { revisions } from './revisions.ts';

export const extensionWords = {
  tracl: { byte: 1, type: 'u64', meaning: 'trace sequence number within the line' },
  tracr: { byte: 9, type: 'u64', meaning: 'trace sequence number within the file' },
  fldr: { byte: 17, type: 'i64', meaning: 'original field record number' },
  cdp: { byte: 25, type: 'i64', meaning: 'ensemble number' },
  gelev: { byte: 33, type: 'f64', meaning: 'elevation of the receiver group' },
  gdepth: { byte: 41, type: 'f64', meaning: 'receiver group depth below the surface' },
  selev: { byte: 49, type: 'f64', meaning: 'surface elevation at the source' },
  sdepth: { byte: 57, type: 'f64', meaning: 'source depth below the surface' },
  gdel: { byte: 65, type: 'f64', meaning: 'datum elevation at the receiver group' },
  sdel: { byte: 73, type: 'f64', meaning: 'datum elevation at the source' },
  swdep: { byte: 81, type: 'f64', meaning: 'water column height at the source' },
  gwdep: { byte: 89, type: 'f64', meaning: 'water column height at the receiver group' },
  sx: { byte: 97, type: 'f64', meaning: 'source coordinate X' },
  sy: { byte: 105, type: 'f64', meaning: 'source coordinate Y' },
  gx: { byte: 113, type: 'f64', meaning: 'receiver group coordinate X' },
  gy: { byte: 121, type: 'f64', meaning: 'receiver group coordinate Y' },
  offset: { byte: 129, type: 'f64', meaning: 'distance from source to receiver group, signed' },
  ns: { byte: 137, type: 'u32', meaning: 'number of samples in this trace' },
  nanoseconds: { byte: 141, type: 'i32', meaning: 'nanoseconds to add to the second of the minute, signed' },
  dt: { byte: 145, type: 'f64', meaning: 'sample interval of this trace, microseconds for time data' },
  device: { byte: 153, type: 'i32', meaning: 'cable or recording device number' },
  additionalHeaders: {
    byte: 157,
    type: 'u16',
    meaning: 'additional headers of this trace, this one included; 0: as the binary file header says',
  },
  last: {
    byte: 159,
    type: 'i16',
    meaning: 'last trace of: 1 the ensemble, 2 the line, 4 the file, 8 the survey; a sum of these',
  },
  cdpx: { byte: 161, type: 'f64', meaning: 'ensemble coordinate X' },
  cdpy: { byte: 169, type: 'f64', meaning: 'ensemble coordinate Y' },
  name: { byte: 233, type: 'text8', meaning: 'header name, SEG00001' },
} as const;

export const traceExtension: Block<typeof extensionWords> = {
  title: 'trace header extension 1',
  first: 1,
  length: 240,
  revisions,
  words: extensionWords,
};
