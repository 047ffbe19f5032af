/**
 * The survey of the demonstration: angle stacks of a small 3-D area, IBM float, SEG-Y rev 1, about 200 MB in six files.
 *
 * Dipping reflectors over a fault, and noise; inline, crossline and coordinates in every trace header. Written without a
 * line of seisfs, so that the demonstration shows files that somebody else made.
 */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Samples of a trace, and microseconds between two of them. */
export const samples = 751;
const interval = 4000;
const traceBytes = 240 + 4 * samples;

const crosslines = 104;
const inlinesPerFile = 100;
/** Spacing of inlines and crosslines in metres, and the corner of the area; the grid is turned by about 17 degrees. */
const grid = { inline: 25, crossline: 12.5, x: 431_000, y: 6_787_000, cos: 0.956, sin: 0.292 };

const stacks = [
  { name: 'near', gain: 1, slope: 0 },
  { name: 'mid', gain: 0.85, slope: 0.15 },
  { name: 'far', gain: 0.7, slope: 0.3 },
];
const firstInlines = [1000, 1100];

/** Paths below the survey's folder. */
export const surveyFiles: readonly string[] = stacks.flatMap(({ name }) =>
  firstInlines.map((first) => join(`${name}-stack`, `${name}_inlines_${first}-${first + inlinesPerFile - 1}.sgy`)),
);

const fileBytes = 3600 + inlinesPerFile * crosslines * traceBytes;

/** Reflectors: time at the corner in seconds, dip along inlines and crosslines in seconds a line, strength. */
const reflectors = [
  { time: 0.32, dipInline: 0.00005, dipCrossline: 0.0001, strength: 5200 },
  { time: 0.55, dipInline: 0.0001, dipCrossline: 0.0003, strength: -3100 },
  { time: 0.71, dipInline: 0.0004, dipCrossline: 0.0005, strength: 2300 },
  { time: 0.98, dipInline: 0.0005, dipCrossline: 0.0011, strength: -4100 },
  { time: 1.21, dipInline: 0.0006, dipCrossline: 0.0013, strength: 1900 },
  { time: 1.34, dipInline: 0.0006, dipCrossline: 0.0014, strength: -1500 },
  { time: 1.62, dipInline: 0.0009, dipCrossline: -0.0009, strength: 3300 },
  { time: 1.9, dipInline: 0.0011, dipCrossline: -0.0014, strength: -2600 },
  { time: 2.18, dipInline: 0.0002, dipCrossline: 0.0002, strength: 1700 },
  { time: 2.47, dipInline: -0.0004, dipCrossline: 0.0006, strength: -1300 },
];
/** Right of the fault everything below 0.6 s lies this much deeper. */
const faultThrow = 0.048;
const noise = 90;

/** A zero-phase wavelet (Ricker's) of 28 Hz, from -48 to 48 ms, a quarter of a sample apart. */
const fine = 4;
const halfLength = 12;
const wavelet = Float64Array.from({ length: (2 * halfLength + 1) * fine }, (_, i) => {
  const a = (Math.PI * 28 * (i / fine - halfLength) * interval) / 1e6;
  return (1 - 2 * a * a) * Math.exp(-a * a);
});

/** A repeatable source of noise: xorshift over 32 bits, two draws added so that small values are commoner. */
let state = 0x9e3779b9;
function draw(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return ((state & 0xffff) + ((state >>> 16) & 0xffff)) / 65536 - 1;
}

function fillTrace(trace: Float32Array, inline: number, crossline: number, gain: number, slope: number): void {
  for (let j = 0; j < samples; j++) trace[j] = noise * draw();
  const faulted = crossline > 45 + (inline - 1000) * 0.12;
  reflectors.forEach(({ time, dipInline, dipCrossline, strength }, k) => {
    const sag = 0.02 * Math.sin((inline - 1000) / 31 + k) * Math.cos(crossline / 23);
    const thrown = faulted && time > 0.6 ? faultThrow : 0;
    const at = ((time + dipInline * (inline - 1000) + dipCrossline * crossline + sag + thrown) * 1e6) / interval;
    const amplitude = strength * gain * (1 + slope * Math.sin(k * 2.1));
    const first = Math.ceil(at - halfLength);
    for (let j = Math.max(0, first); j < Math.min(samples, first + 2 * halfLength); j++) {
      trace[j] += amplitude * wavelet[Math.round((j - at + halfLength) * fine)];
    }
  });
}

const single = new Float32Array(1);
const singleBits = new Int32Array(single.buffer);

/** A float as an IBM word: sign, power of 16 plus 64, 24 bits of fraction that begin with one to four digits of 0s. */
function ibmWord(value: number): number {
  single[0] = value;
  const bits = singleBits[0];
  const power = ((bits >>> 23) & 0xff) - 126;
  if (power < -125) return 0;
  const sixteens = Math.ceil(power / 4);
  const drop = 4 * sixteens - power;
  const mantissa = (bits & 0x7fffff) | 0x800000;
  const fraction = drop === 0 ? mantissa : (mantissa + (1 << (drop - 1))) >> drop;
  return (bits & 0x80000000) | ((sixteens + 64) << 24) | fraction;
}

/** EBCDIC of the characters that the textual header uses. */
function ebcdic(character: string): number {
  const runs = [
    ['ABCDEFGHI', 0xc1],
    ['JKLMNOPQR', 0xd1],
    ['STUVWXYZ', 0xe2],
    ['0123456789', 0xf0],
  ] as const;
  for (const [letters, first] of runs) if (letters.includes(character)) return first + letters.indexOf(character);
  const marks: Readonly<Record<string, number>> = { '-': 0x60, '.': 0x4b, ',': 0x6b, ':': 0x7a, '/': 0x61 };
  return marks[character] ?? 0x40;
}

function textualHeader(stack: string, first: number): Uint8Array {
  const lines = [
    'CLIENT: NOBODY       AREA: SYNTHETIC, MADE FOR A DEMONSTRATION',
    `${stack.toUpperCase()} ANGLE STACK, INLINES ${first} TO ${first + inlinesPerFile - 1}, CROSSLINES 1 TO ${crosslines}`,
    `SAMPLES: ${samples}   INTERVAL: ${interval / 1000} MS   FORMAT: IBM FLOAT`,
    'INLINE: BYTES 189-192   CROSSLINE: BYTES 193-196',
    'CDP X: BYTES 181-184    CDP Y: BYTES 185-188   SCALAR: BYTES 71-72',
    `INLINES ${grid.inline} M APART, CROSSLINES ${grid.crossline} M APART`,
  ];
  const last: Readonly<Record<number, string>> = { 39: 'SEG Y REV1', 40: 'END TEXTUAL HEADER' };
  let text = '';
  for (let n = 1; n <= 40; n++) text += `C${String(n).padStart(2)} ${last[n] ?? lines[n - 1] ?? ''}`.padEnd(80);
  return Uint8Array.from(text, ebcdic);
}

function fileHeader(): DataView {
  const header = new DataView(new ArrayBuffer(400));
  const put = (byte: number, value: number): void => header.setInt16(byte - 3201, value);
  header.setInt32(0, 1);
  put(3213, crosslines);
  put(3217, interval);
  put(3219, interval);
  put(3221, samples);
  put(3223, samples);
  put(3225, 1);
  put(3227, 1);
  put(3229, 4);
  put(3255, 1);
  header.setUint8(3501 - 3201, 1);
  put(3503, 1);
  return header;
}

function fillHeader(header: DataView, number: number, inline: number, crossline: number): void {
  const along = (crossline - 1) * grid.crossline;
  const across = (inline - 1000) * grid.inline;
  const x = Math.round(10 * (grid.x + along * grid.cos - across * grid.sin));
  const y = Math.round(10 * (grid.y + along * grid.sin + across * grid.cos));
  const long = (byte: number, value: number): void => header.setInt32(byte - 1, value);
  const short = (byte: number, value: number): void => header.setInt16(byte - 1, value);
  long(1, number);
  long(5, number);
  long(9, inline);
  long(13, crossline);
  long(21, inline * 1000 + crossline);
  long(25, 1);
  short(29, 1);
  short(33, 24);
  short(35, 1);
  short(71, -10);
  for (const byte of [73, 81, 181]) long(byte, x);
  for (const byte of [77, 85, 185]) long(byte, y);
  short(89, 1);
  short(115, samples);
  short(117, interval);
  short(157, 2024);
  short(159, 60 + (inline % 200));
  long(189, inline);
  long(193, crossline);
}

function writeFile(path: string, { name, gain, slope }: (typeof stacks)[number], first: number): void {
  const file = openSync(path, 'wx');
  try {
    writeSync(file, textualHeader(name, first));
    writeSync(file, fileHeader());
    const line = new DataView(new ArrayBuffer(crosslines * traceBytes));
    const trace = new Float32Array(samples);
    for (let i = 0; i < inlinesPerFile; i++) {
      for (let c = 1; c <= crosslines; c++) {
        const at = (c - 1) * traceBytes;
        fillHeader(new DataView(line.buffer, at, 240), i * crosslines + c, first + i, c);
        fillTrace(trace, first + i, c, gain, slope);
        for (let j = 0; j < samples; j++) line.setInt32(at + 240 + 4 * j, ibmWord(trace[j]));
      }
      writeSync(file, line);
    }
  } finally {
    closeSync(file);
  }
}

/** Whether the survey is there, whole. */
function isThere(folder: string): boolean {
  return surveyFiles.every((name) => {
    const path = join(folder, name);
    return existsSync(path) && statSync(path).size === fileBytes;
  });
}

/** Makes the survey in `folder` unless it is there; `tell` is called before each file. Takes its place only when it is whole. */
export function makeSurvey(folder: string, tell: (name: string) => void): void {
  if (isThere(folder)) return;
  const draft = `${folder}.${process.pid}`;
  try {
    for (const [n, name] of surveyFiles.entries()) {
      tell(name);
      mkdirSync(dirname(join(draft, name)), { recursive: true });
      writeFile(join(draft, name), stacks[Math.floor(n / firstInlines.length)], firstInlines[n % firstInlines.length]);
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
