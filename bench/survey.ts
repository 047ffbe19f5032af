/** The recordings that are read: made once, kept in the user's cache folder until `--clean`. */
import { randomFillSync } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../src/catalog/index-store.ts';
import { fileHeader, fileHeaderBytes, noise, traceBytes } from './noise.ts';

const folder = join(cacheFolder(), 'bench');

/** A SEG-Y file of revision 1 in IBM floats. */
export type Survey = {
  readonly path: string;
  readonly traces: number;
  readonly samples: number;
  readonly size: number;
};

const blockBytes = 1 << 20;

/** Removes every recording made so far. */
export function clean(): void {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * The main survey, and beside it in the same folder as many bytes that are no recording (`random.bin`): 1 GiB each, or
 * 64 MiB. Both are in the page cache afterwards, as every recording but the huge one.
 */
export function mainSurvey(quick: boolean): { readonly folder: string; readonly survey: Survey } {
  const size = quick ? 64 << 20 : 1 << 30;
  const survey = planned(quick ? 'main-quick' : 'main', 'survey.sgy', 1500, size);
  const other = join(dirname(survey.path), 'random.bin');
  made(survey.path, survey.size, (fd) => writeSurvey(fd, survey));
  made(other, size, (fd) => writeRandom(fd, size));
  warm(survey.path);
  warm(other);
  return { folder: dirname(survey.path), survey };
}

/** Many short traces: 500,000 (or 20,000) of 50 samples. */
export function shortTraces(quick: boolean): Survey {
  const traces = quick ? 20_000 : 500_000;
  const survey = planned(quick ? 'short-quick' : 'short', 'short.sgy', 50, fileHeaderBytes + traces * traceBytes(50));
  made(survey.path, survey.size, (fd) => writeSurvey(fd, survey));
  warm(survey.path);
  return survey;
}

/** A terabyte of which only the beginning and the last trace take room on disk. */
export function hugeSurvey(): Survey {
  const survey = planned('huge', 'huge.sgy', 1500, 10 ** 12);
  made(survey.path, survey.size, (fd) => {
    const traces = noise(survey.samples);
    writeSync(fd, fileHeader(survey.samples));
    writeSync(fd, traces(0, 1));
    ftruncateSync(fd, survey.size);
    const last = traces(survey.traces - 1, 1);
    writeSync(fd, last, 0, last.length, survey.size - last.length);
  });
  return survey;
}

/** As many whole traces as fit into about `bytes` bytes. */
function planned(name: string, file: string, samples: number, bytes: number): Survey {
  const traces = Math.floor((bytes - fileHeaderBytes) / traceBytes(samples));
  const size = fileHeaderBytes + traces * traceBytes(samples);
  return { path: join(folder, name, file), traces, samples, size };
}

/** Makes the file under another name first, so that one that is there is whole; on disk before anything is measured. */
function made(path: string, size: number, write: (fd: number) => void): void {
  if (existsSync(path) && statSync(path).size === size) return;
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  const fd = openSync(draft, 'w');
  try {
    write(fd);
    fsyncSync(fd);
    renameSync(draft, path);
  } finally {
    closeSync(fd);
    rmSync(draft, { force: true });
  }
}

/** Reads a file once, so that it lies in the page cache. */
function warm(path: string): void {
  const fd = openSync(path, 'r');
  const buffer = Buffer.alloc(blockBytes);
  while (readSync(fd, buffer) > 0);
  closeSync(fd);
}

function writeRandom(fd: number, size: number): void {
  const block = Buffer.alloc(blockBytes);
  for (let at = 0; at < size; at += block.length) writeSync(fd, randomFillSync(block));
}

function writeSurvey(fd: number, survey: Survey): void {
  writeSync(fd, fileHeader(survey.samples));
  const traces = noise(survey.samples);
  const many = Math.floor(blockBytes / traceBytes(survey.samples));
  for (let first = 0; first < survey.traces; first += many) {
    writeSync(fd, traces(first, Math.min(many, survey.traces - first)));
  }
}
