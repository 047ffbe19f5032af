/** What a format folder gives to the rest of the house: how to recognise, read and write it. */
import type { Block } from '../bytes/fields.ts';
import type { Need } from '../bytes/need.ts';
import type { Converters, Exactness } from '../kernel/contract.ts';
import type { SampleEncoding } from '../kernel/encodings.ts';
import type { Layout } from '../layout/layout.ts';
import type { TraceSet, Warning } from '../model/trace-set.ts';

export type { Converters, Exactness } from '../kernel/contract.ts';

/** What the user overrides about a source (`--source-option`); absent means: believe the file, by the reader's rules. */
export type SourceOptions = {
  readonly format?: string;
  readonly samples?: SampleEncoding;
  readonly order?: 'big' | 'little' | 'pairs';
  /** Samples per trace. */
  readonly ns?: number;
  /** Sample interval, microseconds. */
  readonly dt?: number;
  readonly text?: 'ebcdic' | 'ascii';
  /** Look at every trace header when opening, however many there are. */
  readonly walk?: boolean;
};

/** How sure a format is that a file is its own: 0 no, 100 a magic number. Hints (the extension) order, scores decide. */
export type Score = number;

/** What a probe may look at. `head` and `tail` are not longer than the file. */
export type Glimpse = { readonly size: number; readonly extension: string; readonly head: Uint8Array };

/** What a reader is told about the file it opens. */
export type OpenRequest = {
  readonly size: number;
  readonly options: SourceOptions;
  /**
   * `TraceSet.index` of an earlier opening of the very same bytes with the same options, if there is one: spares the walk
   * over all traces. Asked for by readers that would have to walk, so that regular files do not pay for looking it up.
   */
  index?(): Uint8Array | undefined;
};

/** A virtual file in a target format, ready to be read. */
export type View = {
  readonly layout: Layout;
  readonly exactness: Exactness;
  /** What the target leaves out or assumes, beside the warnings of the source. */
  readonly warnings: readonly Warning[];
};

/** A target with its options checked. */
export type Target = {
  readonly format: string;
  /** As the user would write it, in normal form: `segy:samples=ieee32,revision=1`. */
  readonly spec: string;
  /** With the dot: `.sgy`. */
  readonly extension: string;
  /** Lays `set` out; throws `unrepresentable` with what would hold it when the target cannot. */
  write(set: TraceSet, converters: Converters): Need<View>;
};

/** A header whose words are one table, as one of its revisions has them. */
export type HeaderWords = { readonly block: Block; readonly revision: string };

/** A stretch of a source file and what it is; the stretches of a file lie one behind the other and fill it. */
export type Stretch = {
  readonly what: string;
  /** 0-based byte offset. */
  readonly offset: number;
  readonly length: number;
  /** The table of its words, where it is a header. */
  readonly words?: HeaderWords;
  /** Its code, where it is text. */
  readonly text?: 'ebcdic' | 'ascii' | 'blank';
};

/** What the targets of a format may be: its options, and which of their values go together. */
export type TargetTable = {
  /** Values of each option; `number` stands for any number but 0. */
  readonly options: Readonly<Record<string, readonly string[] | 'number'>>;
  /** One row for each `option=value` that decides what else may be chosen; `when` is empty where nothing decides. */
  readonly combinations: readonly {
    readonly when: string;
    readonly samples: readonly SampleEncoding[];
    readonly orders: readonly string[];
    /** Most samples of a trace. */
    readonly maxSamples: number;
  }[];
};

/** One format, as its folder's `index.ts` exports it in `formats`. */
export type Format = {
  readonly name: string;
  readonly title: string;
  /** Without the dot, lower case; hints only. */
  readonly extensions: readonly string[];
  /** Looks at the glimpse; may ask for a bounded number of further ranges. */
  probe(glimpse: Glimpse): Need<Score>;
  /** Opens a recording. Work is bounded by a constant for regular files, by the number of traces for irregular ones. */
  open(request: OpenRequest): Need<TraceSet>;
  /** Reads the options of a target (`samples=ieee32,revision=2.1`) or throws `usage`; absent when it is read only. */
  target?(options: ReadonlyMap<string, string>): Target;
  /** What `target` takes; present when `target` is. */
  readonly targets?: TargetTable;
  /** What the bytes of a recording of this format are, from its first to its last. */
  stretches(set: TraceSet): readonly Stretch[];
  /** The words of the header with which every trace begins; absent where traces have none. */
  headerWords?(set: TraceSet): HeaderWords;
};

/** A recording that was recognised and opened. */
export type Recording = { readonly format: Format; readonly set: TraceSet };
