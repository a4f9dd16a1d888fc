import { checkChoice, checkFunction, checkOptions, type OptionNames } from "../check-arguments.ts";
import type { Members } from "../groups/population-state.ts";
import type { Positions, Space } from "../space/space.ts";
import type { SimulationState } from "../state.ts";
import type { Pairs } from "../values/connection-values.ts";

/** Inputs of a connector. */
export interface Ends {
  readonly state: SimulationState;
  readonly pre: Members;
  readonly post: Members;
  readonly space: Space;
  /** Label of the projection, used in errors. */
  readonly label: string;
  /** Unique key of random streams. */
  readonly key: string;
  /** Returns the positions of both ends; computed on demand. */
  prePositions(): Positions;
  postPositions(): Positions;
}

/** Connections, and attributes given by a list. */
export interface Connected extends Pairs {
  readonly columns?: Readonly<Record<string, Float64Array>>;
}

/** Rule for connecting neurons; `Columns` are the attributes given by a list. */
export interface Connector<Columns extends string = string> {
  readonly kind: "connector";
  /** PyNN's class name. */
  readonly name: string;
  /** Whether signs of weights and minimum delays are checked. */
  readonly safe: boolean;
  /** List the connections by postsynaptic neuron. */
  connect(ends: Ends): Connected;
  /** Never present: carries the names for the compiler. A method, so that any connector is a `Connector`. */
  columns?(name: Columns): void;
}

/** Options of all connectors. */
export interface ConnectorOptions {
  readonly safe?: boolean;
  /** Receives the progress from 0 to 1 after each postsynaptic neuron. */
  readonly callback?: (progress: number) => void;
}

/** Names of the common options, for validation. */
export const connectorNames: OptionNames<ConnectorOptions> = { safe: true, callback: true };

/** Check the options of a connector, and the values of the common ones. */
export function checkConnector<T extends ConnectorOptions>(
  options: T,
  names: OptionNames<T>,
  place: string,
): void {
  checkOptions(options, names, place);
  checkChoice(options.safe, [true, false], `${place}.safe`);
  if (options.callback !== undefined) checkFunction(options.callback, `${place}.callback`);
}

/** Whether neurons may connect to themselves; "NoMutual" also excludes one direction of each pair. */
export type SelfConnections = boolean | "NoMutual";

/** Allowed values of `allowSelfConnections`. */
export const selfChoices: readonly SelfConnections[] = [true, false, "NoMutual"];

/** Return which pairs are excluded. */
export function excludes(
  { pre, post }: Pick<Ends, "pre" | "post">,
  self: SelfConnections,
): (i: number, j: number) => boolean {
  if (self === true) return () => false;
  if (self === "NoMutual") return (i, j) => i <= j;
  return (i, j) => pre.ids[i] === post.ids[j];
}

/** Collects pairs, postsynaptic neuron by postsynaptic neuron. */
export interface PairList {
  add(i: number, j: number): void;
  pairs(): Pairs;
}

/** Start a list of pairs. */
function pairList(): PairList {
  let [sources, targets] = [new Uint32Array(64), new Uint32Array(64)];
  let count = 0;
  return {
    add(i, j) {
      if (count === sources.length) {
        [sources, targets] = [doubled(sources), doubled(targets)];
      }
      sources[count] = i;
      targets[count++] = j;
    },
    pairs: () => ({ sources: sources.slice(0, count), targets: targets.slice(0, count) }),
  };
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(2 * array.length);
  longer.set(array);
  return longer;
}

/** Report the progress after a postsynaptic neuron. */
export function tell({ callback }: ConnectorOptions, j: number, size: number): void {
  callback?.((j + 1) / size);
}

/** List pairs from the sources of each postsynaptic neuron. */
export function byTarget(
  { post }: Pick<Ends, "post">,
  options: ConnectorOptions,
  addSources: (j: number, add: (i: number) => void) => void,
): Pairs {
  const list = pairList();
  for (let j = 0; j < post.size; j++) {
    addSources(j, (i) => list.add(i, j));
    tell(options, j, post.size);
  }
  return list.pairs();
}
