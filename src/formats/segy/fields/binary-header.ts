/** The 400-byte binary file header, bytes 3201-3600: one row a word, all revisions. Bytes without a row are unassigned. */
import type { Block } from '../../../bytes/fields.ts';
import { revisions } from './revisions.ts';

export const binaryWords = {
  jobId: { byte: 3201, type: 'i32', meaning: 'job identification number' },
  line: { byte: 3205, type: 'i32', meaning: 'line number; inline number of 3-D poststack data' },
  reel: { byte: 3209, type: 'i32', meaning: 'reel number' },
  tracesPerEnsemble: { byte: 3213, type: 'i16', meaning: 'data traces per ensemble' },
  auxPerEnsemble: { byte: 3215, type: 'i16', meaning: 'auxiliary traces per ensemble' },
  interval: {
    byte: 3217,
    type: 'u16',
    meaning:
      'sample interval: microseconds (time), Hz (frequency), metres or feet (depth); printed signed before rev 2',
  },
  intervalOriginal: { byte: 3219, type: 'u16', meaning: 'sample interval of the original field recording' },
  samples: { byte: 3221, type: 'u16', meaning: 'samples per data trace; printed signed before rev 2' },
  samplesOriginal: { byte: 3223, type: 'u16', meaning: 'samples per data trace of the original field recording' },
  format: { byte: 3225, type: 'i16', meaning: 'data sample format code' },
  fold: { byte: 3227, type: 'i16', meaning: 'ensemble fold' },
  sorting: {
    byte: 3229,
    type: 'i16',
    meaning:
      'trace sorting: -1 other, 0 unknown, 1 as recorded, 2 CDP ensemble, 3 single fold profile, 4 horizontally stacked, 5 common source, 6 common receiver, 7 common offset, 8 common midpoint, 9 common conversion point',
  },
  verticalSum: { byte: 3231, type: 'i16', meaning: 'vertical sum code: N = sum of N signals' },
  sweepStart: { byte: 3233, type: 'i16', meaning: 'sweep frequency at start, Hz' },
  sweepEnd: { byte: 3235, type: 'i16', meaning: 'sweep frequency at end, Hz' },
  sweepLength: { byte: 3237, type: 'i16', meaning: 'sweep length, ms' },
  sweepType: { byte: 3239, type: 'i16', meaning: 'sweep type: 1 linear, 2 parabolic, 3 exponential, 4 other' },
  sweepChannel: { byte: 3241, type: 'i16', meaning: 'trace number of the sweep channel' },
  sweepTaperStart: { byte: 3243, type: 'i16', meaning: 'sweep taper length at start, ms' },
  sweepTaperEnd: { byte: 3245, type: 'i16', meaning: 'sweep taper length at end, ms' },
  taperType: { byte: 3247, type: 'i16', meaning: 'taper type: 1 linear, 2 cosine squared, 3 other' },
  correlated: { byte: 3249, type: 'i16', meaning: 'correlated data traces: 1 no, 2 yes' },
  gainRecovered: { byte: 3251, type: 'i16', meaning: 'binary gain recovered: 1 yes, 2 no' },
  amplitudeRecovery: {
    byte: 3253,
    type: 'i16',
    meaning: 'amplitude recovery: 1 none, 2 spherical divergence, 3 AGC, 4 other',
  },
  measurement: { byte: 3255, type: 'i16', meaning: 'measurement system: 1 metres, 2 feet' },
  impulsePolarity: {
    byte: 3257,
    type: 'i16',
    meaning: 'impulse signal polarity: pressure increase or upward case motion gives 1 a negative, 2 a positive number',
  },
  vibratoryPolarity: {
    byte: 3259,
    type: 'i16',
    meaning: 'vibratory polarity: 1 to 8, wedges of 45 degrees beginning at 337.5',
  },
  extTracesPerEnsemble: {
    byte: 3261,
    type: 'i32',
    since: '2.0',
    meaning: 'data traces per ensemble; not 0: overrides 3213-3214',
  },
  extAuxPerEnsemble: {
    byte: 3265,
    type: 'i32',
    since: '2.0',
    meaning: 'auxiliary traces per ensemble; not 0: overrides 3215-3216',
  },
  extSamples: { byte: 3269, type: 'u32', since: '2.0', meaning: 'samples per data trace; not 0: overrides 3221-3222' },
  extInterval: {
    byte: 3273,
    type: 'f64',
    since: '2.0',
    meaning: 'sample interval in the unit of 3217-3218; not 0: overrides it',
  },
  extIntervalOriginal: {
    byte: 3281,
    type: 'f64',
    since: '2.0',
    meaning: 'sample interval of the original recording; not 0: overrides 3219-3220',
  },
  extSamplesOriginal: {
    byte: 3289,
    type: 'u32',
    since: '2.0',
    meaning: 'samples per data trace of the original recording; not 0: overrides 3223-3224',
  },
  extFold: { byte: 3293, type: 'i32', since: '2.0', meaning: 'ensemble fold; not 0: overrides 3227-3228' },
  byteOrder: {
    byte: 3297,
    type: 'u32',
    since: '2.0',
    meaning: 'byte-order constant 16909060 (hexadecimal 01020304) in the order of the file',
  },
  revisionMajor: {
    byte: 3501,
    type: 'u8',
    since: '1',
    meaning: 'major revision; rev 1 printed 3501-3502 as one word, hexadecimal 0100',
  },
  revisionMinor: { byte: 3502, type: 'u8', since: '1', meaning: 'minor revision' },
  fixedLength: {
    byte: 3503,
    type: 'i16',
    since: '1',
    meaning:
      'fixed length flag: 1 all traces have the same length (rev 2: and the same number of headers), 0 they may differ',
  },
  extTexts: {
    byte: 3505,
    type: 'i16',
    since: '1',
    meaning: 'extended textual headers of 3200 bytes that follow; -1 any number, the last one holds ((SEG: EndText))',
  },
  additionalHeaders20: {
    byte: 3507,
    type: 'i32',
    since: '2.0',
    until: '2.0',
    meaning: 'most additional 240-byte headers of any trace (rev 2.0)',
  },
  additionalHeaders: {
    byte: 3507,
    type: 'u16',
    since: '2.1',
    meaning: 'most additional 240-byte headers of any trace (rev 2.1)',
  },
  surveyType: { byte: 3509, type: 'i16', since: '2.1', meaning: 'survey type' },
  timeBasis: { byte: 3511, type: 'i16', since: '2.0', meaning: 'time basis: 1 local, 2 GMT, 3 other, 4 UTC, 5 GPS' },
  traces: { byte: 3513, type: 'u64', since: '2.0', meaning: 'number of traces in the file; 0: as many as there are' },
  firstTrace: {
    byte: 3521,
    type: 'u64',
    since: '2.0',
    meaning: 'byte offset of the first trace from the start of the file; not 0: overrides 3505-3506',
  },
  trailers: {
    byte: 3529,
    type: 'i32',
    since: '2.0',
    meaning: 'data trailer stanzas of 3200 bytes after the last trace; -1 any number',
  },
} as const;

export const binaryHeader: Block<typeof binaryWords> = {
  title: 'binary file header',
  first: 3201,
  length: 400,
  revisions,
  words: binaryWords,
};
