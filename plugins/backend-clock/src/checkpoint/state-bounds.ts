/**
 * What code takes for a count, a place, a step or a time: where it lies in the memory of a shard, and what it may be.
 *
 * Plain data, as the shards of other threads send theirs.
 */
export type StateBound =
  | WordBound
  | ListBound
  | HistoryBound
  | RowBound
  | OwnRowBound
  | TrainBound
  | GapBound;

/** Numbers as i32, each between two others. */
export interface WordBound {
  readonly kind: "words";
  readonly what: string;
  readonly address: number;
  readonly count: number;
  /** Bytes from one to the next. */
  readonly stride: number;
  readonly least: number;
  readonly most: number;
  /** Whether `most` is counted from the step that comes next. */
  readonly isOfStep?: boolean;
}

/** Lists of places, each with its length. */
export interface ListBound {
  readonly kind: "lists";
  readonly what: string;
  readonly lists: number;
  readonly counts: number;
  readonly length: number;
  readonly capacity: number;
  /** Places are below it. */
  readonly below: number;
}

/** Recent spikes of targets: rings of entries that end with one that is applied everywhere. */
export interface HistoryBound {
  readonly kind: "history";
  readonly what: string;
  readonly targets: number;
  /** Address of the newest entry of each target. */
  readonly newest: number;
  readonly history: number;
  readonly ring: number;
  readonly entry: number;
  /** The step of a spike that never was. */
  readonly never: number;
  /** Where the step is before which all is applied; undefined where spikes act at once. */
  readonly safe: number | undefined;
  /** The first steps that are not applied yet, a word for each delay. */
  readonly applied: Words;
  /** Steps of the longest dendritic delay. */
  readonly longest: number;
  /** The newest steps side by side. */
  readonly recent: { readonly address: number; readonly bytes: number; steps: number } | undefined;
}

/** Words that lie some bytes apart. */
export interface Words {
  readonly address: number;
  readonly count: number;
  readonly stride: number;
}

/** The rows of synapses that come and go. */
export interface RowBound {
  readonly kind: "rows";
  readonly what: string;
  readonly offsets: number;
  readonly rows: number;
  /** Synapses that there is room for. */
  readonly room: number;
  readonly targets: number;
  /** Bytes of a target's place. */
  readonly index: 2 | 4;
  readonly below: number;
}

/** The same synapses by target and delay, each with the address of its segment. */
export interface OwnRowBound {
  readonly kind: "own rows";
  readonly what: string;
  readonly of: RowBound;
  /** Delays. */
  readonly columns: number;
  readonly offsets: number;
  readonly synapses: number;
  readonly segments: number;
  readonly firstSegment: number;
  readonly segmentBytes: number;
}

/** Where the drawn trains of a source are. */
export interface TrainBound {
  readonly kind: "train";
  readonly what: string;
  readonly address: number;
  readonly size: number;
  /** In ms. */
  readonly dt: number;
  readonly windowSteps: number;
  /** The earliest time in ms that is drawn before the first window. */
  readonly earliest: number;
}

/** Poisson events to come. */
export interface GapBound {
  readonly kind: "gaps";
  readonly what: string;
  readonly drawn: number;
  readonly next: number;
  readonly size: number;
  /** The first step with events, and the first without any more. */
  readonly window: readonly [number, number];
}
