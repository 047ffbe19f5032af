/** `seisfs explain`: which source file, byte, trace and rule made a byte of a virtual file, and its value on both sides. */
import { runSync, type SyncSource } from '../bytes/need.ts';
import { deskFor, openPath, openRecordingAt } from '../catalog/inspect.ts';
import { type Desk, openView, type Recording } from '../catalog/open.ts';
import { SeisError } from '../error.ts';
import { allFormats } from '../formats/all.gen.ts';
import type { Format, SourceOptions, View } from '../formats/format.ts';
import { parseTarget } from '../formats/target.ts';
import { locate, type Unit } from './locate.ts';
import { mountedFile } from './mounted-file.ts';
import { facts, grouped, oneLine, print, printJson } from './output.ts';

export type ExplainOptions = {
  readonly target: string | undefined;
  readonly json: boolean;
  readonly sourceOptions: SourceOptions;
};

/** Bytes of a file with one meaning. `offset` counts from 0, `byte` from 1; `value` as text, so that no digit is lost. */
type Side = {
  readonly path: string;
  readonly offset: number;
  readonly byte: number;
  readonly length: number;
  readonly what: string;
  /** From 1. */
  readonly trace: number | null;
  readonly stored: string | null;
  /** Hexadecimal, in the order of the file. */
  readonly bytes: string;
  readonly value: string | null;
};

/** The shape of `--json`. */
type Explanation = {
  readonly path: string;
  readonly offset: number;
  readonly byte: number;
  readonly size: number;
  readonly target: string | null;
  readonly exactness: string;
  /** `copied`, `converted`, `header word` (read, and written in the target's way), `made` (by the target). */
  readonly rule: string;
  /** What the target calls the byte. */
  readonly what: string | null;
  /** What the byte belongs to in the virtual file. */
  readonly view: Side;
  /** What decided it in the source; null for bytes that the target made. */
  readonly source: Side | null;
};

/** Explains byte `offset` of a file in a mount or, with a target, of what a mount would show of the source file at `path`. */
export async function explain(path: string, offset: number, options: ExplainOptions): Promise<void> {
  const shown =
    options.target === undefined
      ? mountedFile(path)
      : { path, size: undefined, source: path, target: options.target, sourceOptions: options.sourceOptions };
  const desk = deskFor(shown.sourceOptions, (message) => console.error(`seisfs: ${message}`));
  const explanation =
    shown.target === undefined
      ? explainPassed(desk, shown.path, shown.source, offset)
      : explainView(desk, shown.path, shown.source, shown.target, shown.size, offset);
  await (options.json ? printJson(explanation) : print(describe(explanation)));
}

function checkOffset(path: string, offset: number, size: number): void {
  if (offset < size) return;
  throw new SeisError('usage', `offset ${offset} lies behind the end: the file has ${size} bytes`, { path });
}

/** A file that is shown as it is. */
function explainPassed(desk: Desk, path: string, source: string, offset: number): Explanation {
  const opened = openPath({ ...desk, formats: [] }, source);
  try {
    const { size } = opened.file;
    checkOffset(path, offset, size);
    const unit = {
      what: 'a file of another kind',
      offset,
      length: 1,
      trace: undefined,
      stored: undefined,
      value: () => undefined,
    };
    const side = sideOf(source, opened.file, unit);
    const place = { path, offset, byte: offset + 1, size };
    return {
      ...place,
      target: null,
      exactness: 'identical',
      rule: 'copied',
      what: null,
      view: { ...side, path },
      source: side,
    };
  } finally {
    opened.close();
  }
}

function explainView(
  desk: Desk,
  path: string,
  source: string,
  spec: string,
  announced: number | undefined,
  offset: number,
): Explanation {
  const target = parseTarget(allFormats, spec);
  const opened = openRecordingAt(desk, source);
  const { file, recording } = opened;
  try {
    const view = openView(desk, file, recording.set, target);
    const { size } = view.layout;
    if (announced !== undefined && announced !== size) {
      throw new SeisError('stale', `the mount shows ${announced} bytes, from the source as it is now come ${size}`, {
        path,
      });
    }
    checkOffset(path, offset, size);
    const shown: SyncSource = { size, read: (at, into) => runSync(view.layout.read(at, into), [file]) };
    const origin = view.layout.explain(offset);
    const seen = reopened(desk, view, target.format, shown, recording);
    const explanation: Explanation = {
      path,
      offset,
      byte: offset + 1,
      size,
      target: target.spec,
      exactness: view.exactness,
      rule: origin.rule,
      what: origin.what ?? null,
      view: sideOf(path, shown, unitIn(seen, offset)),
      source:
        origin.sourceOffset === undefined ? null : sideOf(opened.path, file, unitIn(recording, origin.sourceOffset)),
    };
    file.verify();
    return explanation;
  } catch (error) {
    throw error instanceof SeisError && error.detail.path === undefined ? error.with({ path: opened.path }) : error;
  } finally {
    opened.close();
  }
}

/** The virtual file read as a recording, so that its bytes have values; undefined when its reader does not take it. */
function reopened(
  desk: Desk,
  view: View,
  name: string,
  shown: SyncSource,
  recording: Recording,
): Recording | undefined {
  if (view.exactness === 'identical') return recording;
  const format = desk.formats.find((f) => f.name === name) as Format;
  try {
    return { format, set: runSync(format.open({ size: shown.size, options: {} }), [shown]) };
  } catch (error) {
    if (error instanceof SeisError && error.code !== 'io' && error.code !== 'stale') return undefined;
    throw error;
  }
}

function unitIn(recording: Recording | undefined, offset: number): Unit {
  if (recording !== undefined) return locate(recording, offset);
  return { what: 'a byte', offset, length: 1, trace: undefined, stored: undefined, value: () => undefined };
}

function sideOf(path: string, source: SyncSource, unit: Unit): Side {
  const bytes = new Uint8Array(unit.length);
  source.read(unit.offset, bytes);
  return {
    path,
    offset: unit.offset,
    byte: unit.offset + 1,
    length: unit.length,
    what: unit.what,
    trace: unit.trace === undefined ? null : unit.trace + 1,
    stored: unit.stored ?? null,
    bytes: Buffer.from(bytes).toString('hex'),
    value: unit.value(bytes) ?? null,
  };
}

function placeText({ offset, length }: { readonly offset: number; readonly length: number }): string {
  if (length === 1) return `offset ${offset}, which is byte ${grouped(offset + 1)}`;
  return `offsets ${offset} to ${offset + length - 1}, which are bytes ${grouped(offset + 1)} to ${grouped(offset + length)}`;
}

function sideText(side: Side): readonly (readonly [string, string])[] {
  const pairs = side.bytes.match(/../g) ?? [];
  return [
    ['file', oneLine(side.path)],
    ['at', placeText(side)],
    ...(side.trace === null ? [] : [['trace', grouped(side.trace)] as const]),
    ['what', side.what],
    ['bytes', `${pairs.join(' ')}${side.stored === null ? '' : ` (${side.stored})`}`],
    ...(side.value === null ? [] : [['value', side.value] as const]),
  ];
}

const rules: Readonly<Record<string, string>> = {
  copied: 'copied from the source as it is',
  converted: 'converted from the source',
  'header word': "the source's header word, in the target's way: counts and flags are the target's",
  made: 'made by the target',
};

function describe(e: Explanation): string {
  const how = e.target === null ? 'passed through' : `${e.target}, ${e.exactness}`;
  const head = `${oneLine(e.path)}, ${placeText({ offset: e.offset, length: 1 })} of ${grouped(e.size)}\n`;
  const rule = `${rules[e.rule] ?? e.rule}${e.what === null ? '' : ` (${e.what})`}`;
  const source = e.source === null ? '\nno byte of the source\n' : `\nsource\n${facts(sideText(e.source))}`;
  return `${head}${facts([
    ['shown as', how],
    ['rule', rule],
  ])}\nview\n${facts(sideText(e.view))}${source}`;
}
