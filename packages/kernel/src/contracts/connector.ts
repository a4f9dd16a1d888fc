import type { OptionType, OptionValuesOf, PluginOption } from "./option.ts";

/** A growing list of indices; `push` keeps the order of creation. */
export interface IndexList {
  readonly length: number;
  push(index: number): void;
  /** Append `count` entries and give the part of the list that holds them, to be filled at once. */
  extend(count: number): Uint32Array;
}

/** Random numbers of one entity, in sequence; see `@spikeloom/random`. */
export interface ConnectorStream {
  uint32(): number;
  uniform(): number;
  /** Fill with what as many calls of `uniform` would give, in less time. */
  uniforms(out: Float64Array): void;
  integer(below: number): number;
  /** Fill with what as many calls of `integer` would give, in less time. */
  integers(below: number, out: Uint32Array): void;
  /**
   * Fill with distinct numbers below `below`, each set being equally likely.
   *
   * Floyd's algorithm (Bentley & Floyd 1987, doi:10.1145/30401.315746) with the numbers of `integer`.
   */
  distinctIntegers(below: number, out: Uint32Array): void;
  geometric(p: number): number;
  binomial(n: number, p: number): number;
}

/** What a connector is given to plan with. */
export interface ConnectorRequest<Options = Readonly<Record<string, unknown>>> {
  readonly sources: number;
  readonly targets: number;
  /** Index of a source within its population is the index of a target: both ends are one population. */
  readonly samePopulation: boolean;
  /** The source that is target j itself, as an index among the sources; -1 where there is none. */
  sourceOf(target: number): number;
  /** The target that is source i itself, as an index among the targets; -1 where there is none. */
  targetOf(source: number): number;
  /** Checked, with the defaults of those that were not given. */
  readonly options: Options;
  /**
   * Set where rows are drawn anew at each spike: the targets of a source, in about the time that they take.
   *
   * A connector that cannot give them plans by target as ever, and the projection is refused. Each call of
   * `stream` then takes over the stream of the call before, which must not be used any more.
   */
  readonly by?: "source";
  /** Random numbers keyed by the neuron (or -1 for the projection as a whole): the same for any worker. */
  stream(entity: number): ConnectorStream;
  /** Distance between source i and target j, in micrometres; throws where positions are missing. */
  distance(i: number, j: number): number;
  /** A formula of the options, compiled: `i`, `j`, `d` and positions are its variables. */
  formula(text: string): (i: number, j: number) => number;
  /** A path for errors. */
  readonly place: string;
}

/**
 * A window that slides over a map, with the same weights at each place.
 *
 * Neurons of maps are numbered with the channel running fastest: `(row × columns + column) × channels + channel`.
 */
export interface SlidingWindow {
  /** Channels of sources and of targets. */
  readonly inputs: number;
  readonly outputs: number;
  /** Shape of the map of sources, and of that of targets. */
  readonly from: readonly [rows: number, columns: number];
  readonly to: readonly [rows: number, columns: number];
  readonly kernel: readonly [rows: number, columns: number];
  readonly stride: number;
  /** Places of nothing around the map. */
  readonly padding: number;
  /** Sources of a square with that side count as one place of the map; those of squares that are cut off are left out. */
  readonly pool: number;
}

/**
 * How a projection's connections come about, one neuron at a time.
 *
 * Each neuron's are independent of all others.
 */
export interface ConnectorPlan {
  /** Expected number of connections, for estimates of memory. */
  readonly expected: number;
  /** Whether `partners` lists the sources of a target or the targets of a source. */
  readonly by: "target" | "source";
  /** Append the partners of one neuron in order of creation; repeated partners are kept. */
  partners(index: number, out: IndexList): void;
  /** Present where weights and delays may be given as a list: its length, and which entry is whose. */
  readonly listed?: {
    readonly length: number;
    /** The entry of the k-th partner of one neuron. */
    entry(index: number, k: number, partner: number): number;
  };
  /**
   * Present where a window slides: entries are then its weights, by target channel, source channel, row and column.
   */
  readonly window?: SlidingWindow;
}

/** What an option of a connector may be. */
export type ConnectorOption = PluginOption<
  OptionType | "probability" | "formula" | "pairs" | "matrix"
>;

type ConnectorOptions = Readonly<Record<string, ConnectorOption>>;

/** A connector: which pairs of neurons a projection connects. */
export interface ConnectorRecord<Options extends ConnectorOptions = ConnectorOptions> {
  readonly kind: "connector";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly cite?: readonly string[];
  readonly options: Options;
  /**
   * Address of a module that exports it, such as `import.meta.url` of the file that defines it.
   *
   * Threads load it from there. Without one they load it from the module that the command loaded it from; in a
   * stack that a script makes of it, it runs on one worker. Those that come with SpikeLoom have an address of
   * the scheme `spikeloom:`, which every thread holds already.
   */
  readonly module?: string;
  plan(request: ConnectorRequest<OptionValuesOf<Options>>): ConnectorPlan;
}
