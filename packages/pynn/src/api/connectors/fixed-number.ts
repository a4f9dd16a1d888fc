import { checkChoice, type OptionNames } from "../check-arguments.ts";
import { CONNECTION, VALUE } from "../errors.ts";
import { isRandom, type RandomDistribution } from "../random/random-distribution.ts";
import type { Draws, Rng } from "../random/rng.ts";
import { connectorRng, type SimulationState } from "../state.ts";
import {
  byTarget,
  type Connected,
  type Connector,
  type ConnectorOptions,
  checkConnector,
  connectorNames,
  type Ends,
} from "./connector.ts";
import { purposeOf } from "./probability.ts";

/** Options of connectors with a fixed number of connections. */
export interface FixedNumberOptions extends ConnectorOptions {
  readonly allowSelfConnections?: boolean;
  /** Whether a pair may be connected more than once. */
  readonly withReplacement?: boolean;
  readonly rng?: Rng;
}

const fixedNumberNames: OptionNames<FixedNumberOptions> = {
  ...connectorNames,
  allowSelfConnections: true,
  withReplacement: true,
  rng: true,
};

/** Check the options of a connector with a fixed number of connections. */
export function checkFixed(options: FixedNumberOptions, place: string): void {
  checkConnector(options, fixedNumberNames, place);
  checkChoice(options.allowSelfConnections, [true, false], `${place}.allowSelfConnections`);
  checkChoice(options.withReplacement, [true, false], `${place}.withReplacement`);
}

/** Number of connections of each neuron. */
export type ConnectionCount = number | RandomDistribution;

interface Choice {
  readonly state: SimulationState;
  readonly name: string;
  readonly n: ConnectionCount;
  readonly rng: Rng;
  readonly options: FixedNumberOptions;
}

/** Give each postsynaptic neuron the same number of presynaptic ones. */
export function fixedNumberPre(
  state: SimulationState,
  n: ConnectionCount,
  options: FixedNumberOptions = {},
): Connector {
  const choice = begin(state, "FixedNumberPreConnector", n, options);
  return connectorOf(choice, (ends) => {
    const counts = countsOf(choice, ends, ends.post.size);
    const draws = choice.rng.open(purposeOf(ends));
    return byTarget(ends, options, (j, add) => {
      const own = excludedIndex(choice, ends, [ends.post.ids, j], ends.pre.ids);
      const request = { size: ends.pre.size, own, count: counts(), ends };
      for (const i of chosen(draws, choice, request)) add(i);
    });
  });
}

/** Give each presynaptic neuron the same number of postsynaptic ones. */
export function fixedNumberPost(
  state: SimulationState,
  n: ConnectionCount,
  options: FixedNumberOptions = {},
): Connector {
  const choice = begin(state, "FixedNumberPostConnector", n, options);
  return connectorOf(choice, (ends) => {
    const counts = countsOf(choice, ends, undefined);
    const draws = choice.rng.open(purposeOf(ends));
    const sources: number[][] = Array.from({ length: ends.post.size }, () => []);
    for (let i = 0; i < ends.pre.size; i++) {
      const own = excludedIndex(choice, ends, [ends.pre.ids, i], ends.post.ids);
      const request = { size: ends.post.size, own, count: counts(), ends };
      for (const j of chosen(draws, choice, request)) sources[j]?.push(i);
    }
    return byTarget(ends, options, (j, add) => {
      for (const i of sources[j] ?? []) add(i);
    });
  });
}

function begin(
  state: SimulationState,
  name: string,
  n: ConnectionCount,
  options: FixedNumberOptions,
): Choice {
  checkFixed(options, name);
  if (!isRandom(n) && !(Number.isInteger(n) && n >= 0)) {
    const expected = "an integer of at least 0, or a RandomDistribution";
    throw VALUE({
      place: `${name}.n`,
      message: "The number of connections is invalid.",
      expected,
      got: String(n),
    });
  }
  // PyNN draws a hundred numbers first and discards them.
  if (state.compat && isRandom(n)) n.next(100);
  return { state, name, n, rng: connectorRng(state, options.rng), options };
}

function connectorOf({ name, options }: Choice, connect: (ends: Ends) => Connected): Connector {
  return { kind: "connector", name, safe: options.safe ?? true, connect };
}

/** Return the number of connections of each neuron in turn; `together` of them are drawn at once. */
function countsOf(
  { n, name }: Choice,
  { label }: Ends,
  together: number | undefined,
): () => number {
  if (!isRandom(n)) return () => n;
  const many = together === undefined ? undefined : n.next(together);
  let next = 0;
  return () => {
    const count = many === undefined ? (n.next(1)[0] as number) : (many[next++] as number);
    if (Number.isInteger(count) && count >= 0) return count;
    const message = "The number of connections must be an integer.";
    throw VALUE({ place: `${label}: ${name}.n`, message, got: String(count) });
  };
}

/** Index that must not be selected: that of the neuron itself among the others. */
function excludedIndex(
  { state, options }: Choice,
  { pre, post }: Ends,
  [ids, index]: readonly [Uint32Array, number],
  others: Uint32Array,
): number | undefined {
  if (options.allowSelfConnections ?? true) return undefined;
  const isSame = pre.size === post.size && pre.ids.every((id, k) => id === post.ids[k]);
  // PyNN excludes the neuron itself only if both ends are the same group.
  if (state.compat) return isSame ? index : undefined;
  const found = isSame ? index : others.indexOf(ids[index] as number);
  return found < 0 ? undefined : found;
}

interface ChoiceRequest {
  readonly size: number;
  readonly own: number | undefined;
  readonly count: number;
  readonly ends: Ends;
}

function chosen(draws: Draws, { options, name }: Choice, request: ChoiceRequest): Uint32Array {
  const { size, own, count, ends } = request;
  const pool = own === undefined ? size : size - 1;
  if (count > 0 && pool === 0) {
    const message = "There is no other neuron to connect to.";
    throw CONNECTION({ place: `${ends.label}: ${name}`, message });
  }
  if (options.withReplacement ?? false) return withReplacement(draws, request);
  const whole = pool === 0 ? 0 : Math.floor(count / pool);
  const picked = new Uint32Array(count);
  for (let k = 0; k < whole * pool; k++) picked[k] = k % pool;
  if (count > whole * pool) picked.set(draws.distinct(pool, count - whole * pool), whole * pool);
  if (own === undefined) return picked;
  return picked.map((k) => (k >= own ? k + 1 : k));
}

function withReplacement(draws: Draws, { size, own, count }: ChoiceRequest): Uint32Array {
  const picked = new Uint32Array(count);
  let open = Array.from(picked, (_, k) => k);
  // Redraws come after all others, as in PyNN.
  while (open.length > 0) {
    for (const k of open) picked[k] = draws.below(size);
    open = open.filter((k) => picked[k] === own);
  }
  return picked;
}
