import { CONNECTION, VALUE } from "../errors.ts";
import { isRandom } from "../random/random-distribution.ts";
import type { Draws } from "../random/rng.ts";
import { connectorRng, type SimulationState } from "../state.ts";
import { byTarget, type Connector, type Ends, excludes } from "./connector.ts";
import { type ConnectionCount, checkFixed, type FixedNumberOptions } from "./fixed-number.ts";
import { purposeOf } from "./probability.ts";

/** Create a fixed number of connections between random pairs, by default with replacement. */
export function fixedTotalNumber(
  state: SimulationState,
  n: ConnectionCount,
  options: FixedNumberOptions = {},
): Connector {
  const name = "FixedTotalNumberConnector";
  checkFixed(options, name);
  const rng = connectorRng(state, options.rng);
  if (state.compat && isRandom(n)) n.next(100);
  return {
    kind: "connector",
    name,
    safe: options.safe ?? true,
    connect(ends) {
      const count = isRandom(n) ? (n.next(1)[0] as number) : n;
      if (!(Number.isInteger(count) && count >= 0)) {
        const message = "The number of connections is invalid.";
        throw VALUE({ place: `${ends.label}: ${name}.n`, message, got: String(count) });
      }
      const draws = rng.open(purposeOf(ends));
      const sources: number[][] = Array.from({ length: ends.post.size }, () => []);
      const add = (i: number, j: number): void => {
        sources[j]?.push(i);
      };
      if (state.compat) drawAsPynn(draws, ends, count, add);
      else if (options.withReplacement ?? true) drawAny(draws, ends, { count, options, add });
      else drawDistinct(draws, ends, { count, options, add });
      return byTarget(ends, options, (j, addSource) => {
        for (const i of sources[j] ?? []) addSource(i);
      });
    },
  };
}

type Add = (i: number, j: number) => void;

interface Wanted {
  readonly count: number;
  readonly options: FixedNumberOptions;
  readonly add: Add;
}

// PyNN first draws the number of connections of its single process, and ignores both options.
function drawAsPynn(draws: Draws, { pre, post }: Ends, count: number, add: Add): void {
  const all = draws.binomial(count, 1);
  for (let k = 0; k < all; k++) add(draws.below(pre.size), draws.below(post.size));
}

function drawAny(draws: Draws, ends: Ends, { count, options, add }: Wanted): void {
  const isLeftOut = excludes(ends, options.allowSelfConnections ?? true);
  checkRoom(ends, options, count === 0 ? 0 : 1);
  for (let k = 0; k < count; ) {
    const [i, j] = [draws.below(ends.pre.size), draws.below(ends.post.size)];
    if (isLeftOut(i, j)) continue;
    add(i, j);
    k++;
  }
}

// Floyd's algorithm on the indices of the allowed pairs.
function drawDistinct(draws: Draws, ends: Ends, { count, options, add }: Wanted): void {
  const room = checkRoom(ends, options, count);
  const taken = new Set<number>();
  for (let last = room.length - count; last < room.length; last++) {
    const drawn = draws.below(last + 1);
    const pair = taken.has(drawn) ? last : drawn;
    taken.add(pair);
  }
  for (const pair of [...taken].sort((a, b) => a - b)) room.give(pair, add);
}

interface Room {
  /** Number of allowed pairs. */
  readonly length: number;
  give(pair: number, add: Add): void;
}

function checkRoom(ends: Ends, options: FixedNumberOptions, count: number): Room {
  const { pre, post, label } = ends;
  const skipsSelf = !(options.allowSelfConnections ?? true);
  const indexOf = new Map(Array.from(pre.ids, (id, i) => [id, i]));
  // For each postsynaptic neuron, the index of the same neuron among the presynaptic ones.
  const own = Array.from(post.ids, (id) => (skipsSelf ? indexOf.get(id) : undefined));
  const starts = [0];
  for (const one of own)
    starts.push((starts.at(-1) as number) + pre.size - (one === undefined ? 0 : 1));
  const length = starts[post.size] as number;
  if (count > length) {
    const message = "There are not enough pairs.";
    const expected = `at most ${length}`;
    throw CONNECTION({ place: label, message, expected, got: String(count) });
  }
  return {
    length,
    give(pair, add) {
      const j = targetOf(starts, pair);
      const k = pair - (starts[j] as number);
      const left = own[j];
      add(left !== undefined && k >= left ? k + 1 : k, j);
    },
  };
}

/** The last start that is at most a number. */
function targetOf(starts: readonly number[], pair: number): number {
  let [low, high] = [0, starts.length - 2];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] as number) <= pair) low = middle;
    else high = middle - 1;
  }
  return low;
}
