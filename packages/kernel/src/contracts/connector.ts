import type { OptionType, OptionValuesOf, PluginOption } from "./option.ts";

/** A growing list of indices; `push` keeps the order of creation. */
export interface IndexList {
  readonly length: number;
  push(index: number): void;
  /** Append `count` entries and return the part of the list that holds them, for the caller to fill. */
  extend(count: number): Uint32Array;
}

/** Random numbers of one entity, in sequence; see `@spikeloom/random`. */
export interface ConnectorStream {
  uint32(): number;
  uniform(): number;
  /** Fill with the results of successive calls of `uniform`, faster. */
  uniforms(out: Float64Array): void;
  integer(below: number): number;
  /** Fill with the results of successive calls of `integer`, faster. */
  integers(below: number, out: Uint32Array): void;
  /**
   * Fill with distinct numbers below `below`, each set being equally likely.
   *
   * Floyd's algorithm (Bentley & Floyd 1987, doi:10.1145/30401.315746) with the numbers of `integer`.
   */
  distinctIntegers(below: number, out: Uint32Array): void;
  geometric(p: number): number;
  binomial(n: number, p: number): number;
  /** Number of words used so far. */
  readonly word: number;
}

/** Input for planning the connections of a projection. */
export interface ConnectorRequest<Options = Readonly<Record<string, unknown>>> {
  readonly sources: number;
  readonly targets: number;
  /** Whether both ends are the same population, with the same indices. */
  readonly samePopulation: boolean;
  /** Index among the sources of the neuron that is target j itself; -1 if there is none. */
  sourceOf(target: number): number;
  /** Index among the targets of the neuron that is source i itself; -1 if there is none. */
  targetOf(source: number): number;
  /** Validated options, with defaults filled in. */
  readonly options: Options;
  /**
   * Set if rows are redrawn at each spike: the targets of a source, in time proportional to their number.
   *
   * A connector that does not support this plans by target as usual, and the projection is rejected. Each call of `stream` reuses
   * the stream of the previous call, which must not be used afterwards.
   */
  readonly by?: "source";
  /** Random numbers keyed by the neuron (or -1 for the projection as a whole), independent of the worker. */
  stream(entity: number): ConnectorStream;
  /** Distance between source i and target j in micrometres; throws if positions are missing. */
  distance(i: number, j: number): number;
  /** Compile a formula from the options; its variables are `i`, `j`, `d` and positions. */
  formula(text: string): (i: number, j: number) => number;
  /** Path for error messages. */
  readonly place: string;
}

/**
 * A sliding window over a map, with the same weights at every position.
 *
 * Neurons of maps are numbered with the channel running fastest: `(row × columns + column) × channels + channel`.
 */
export interface SlidingWindow {
  /** Number of channels of the sources and of the targets. */
  readonly inputs: number;
  readonly outputs: number;
  /** Shape of the source map and of the target map. */
  readonly from: readonly [rows: number, columns: number];
  readonly to: readonly [rows: number, columns: number];
  readonly kernel: readonly [rows: number, columns: number];
  readonly stride: number;
  /** Width of the zero padding around the map. */
  readonly padding: number;
  /** Side of the square of sources pooled into one position of the map; incomplete squares are left out. */
  readonly pool: number;
}

/** A permutation of connections; see `permuted` of `@spikeloom/random`. */
export interface RowPermutation {
  /** Number of connections. */
  readonly size: number;
  /** One for each round. */
  readonly words: readonly number[];
  /** Number of connections of each neuron of the other end. */
  readonly each: number;
}

/** How partners are drawn, for backends that draw rows on another processor. */
export interface RowDraws {
  /**
   * All neurons of the other end in order, the one with the same number, or integers of the neuron's stream.
   *
   * `any` are those of `integers`, and `distinct` those of `distinctIntegers`. `permuted` are images of a permutation of all
   * connections, each divided by `each`.
   */
  readonly kind: "all" | "same" | "any" | "distinct" | "permuted";
  /** Present for `permuted`. */
  readonly permutation?: RowPermutation;
  /** Inputs of the draws of one row, other than its random stream. */
  row(index: number): {
    /** Number of partners. */
    readonly count: number;
    /** Words of the stream that are used before the first partner; for `permuted`, the connections of all rows before. */
    readonly word: number;
    /** Partner that is left out, or -1: numbers are drawn among the others. */
    readonly skip: number;
  };
}

/**
 * Connection plan of a projection, evaluated neuron by neuron.
 *
 * The partners of each neuron are independent of all others.
 */
export interface ConnectorPlan {
  /** Expected number of connections, for estimates of memory. */
  readonly expected: number;
  /** Whether `partners` lists the sources of a target or the targets of a source. */
  readonly by: "target" | "source";
  /**
   * Prepare the rows in pieces of some milliseconds, between which a run can be interrupted.
   *
   * It is optional for both sides: without it, `partners` does the same work in its first call.
   */
  prepareRows?(): Iterable<unknown>;
  /** Append the partners of one neuron in order of creation; repeated partners are kept. */
  partners(index: number, out: IndexList): void;
  /** Present if weights and delays may be given as a list: its length, and the mapping of connections to entries. */
  readonly listed?: {
    readonly length: number;
    /** Index of the entry for the k-th partner of a neuron. */
    entry(index: number, k: number, partner: number): number;
  };
  /** Present if backends may draw the rows themselves: they give the partners of `partners`. */
  readonly draws?: RowDraws;
  /** Present for a sliding window: the entries are its weights, by target channel, source channel, row and column. */
  readonly window?: SlidingWindow;
}

/** An option of a connector. */
export type ConnectorOption = PluginOption<
  OptionType | "probability" | "formula" | "pairs" | "matrix"
>;

type ConnectorOptions = Readonly<Record<string, ConnectorOption>>;

/** A connector: selects the pairs of neurons that a projection connects. */
export interface ConnectorRecord<Options extends ConnectorOptions = ConnectorOptions> {
  readonly kind: "connector";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly cite?: readonly string[];
  readonly options: Options;
  /**
   * URL of a module that exports the connector, such as `import.meta.url` of the file that defines it.
   *
   * Threads load the connector from there. By default they use the module from which the command loaded it; in a stack created by
   * a script, a connector without a URL runs on one worker. Connectors shipped with SpikeLoom have a `spikeloom:` URL, which
   * every thread can resolve.
   */
  readonly module?: string;
  plan(request: ConnectorRequest<OptionValuesOf<Options>>): ConnectorPlan;
}

/** Finds connectors by name; every stack does. */
export interface ConnectorLookup {
  find(kind: "connector", name: string): ConnectorRecord | undefined;
  list(kind: "connector"): readonly ConnectorRecord[];
  /** URL of the module from which another thread can load a connector. */
  moduleOf(kind: "connector", name: string): string | undefined;
}
