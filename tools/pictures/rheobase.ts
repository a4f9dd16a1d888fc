import type { NeuronRecord } from "../../packages/kernel/src/contracts/neuron.ts";
import { driveNeurons, trainsOf } from "./driven-neuron.ts";

/** Number of spikes in a window above which a current counts as one that keeps a neuron firing. */
const LEAST_SPIKES = 3;
/** Currents of a search, ten per decade, from 0.000 001 to 100 000 of the unit of the input. */
const [LOWEST, DECADES] = [-6, 11] as const;
const mantissas = [1, 1.26, 1.58, 2, 2.51, 3.16, 3.98, 5.01, 6.31, 7.94] as const;
/** Linear steps into which the bracket of the search is divided. */
const FINE = 100;

/** Criteria of a search. */
export interface Search {
  readonly model: NeuronRecord;
  readonly copies: number;
  /** In ms. */
  readonly window: number;
}

/** The magnitude of currents that matter to a neuron. */
export interface CurrentScale {
  /** The minimum at which it keeps firing; for one that fires without current, that which doubles its rate. */
  readonly current: number;
  readonly isSpontaneous: boolean;
}

/** Find the minimum current at which a neuron keeps firing; undefined if there is none. */
export async function findRheobase(search: Search): Promise<CurrentScale | undefined> {
  const count = DECADES * mantissas.length + 1;
  const tenth = "0.2302585092994046"; // log(10) / 10
  // One neuron per current is enough, because the currents are a quarter apart.
  const coarse = `1e${LOWEST} * exp(${tenth} * level)`;
  const spikes = await countSpikes({ ...search, copies: 1 }, count, coarse);
  const own = spikes[0] ?? 0;
  const isSpontaneous = own >= LEAST_SPIKES;
  const wanted = isSpontaneous ? 2 * own : LEAST_SPIKES;
  const first = spikes.findIndex((found) => found >= wanted);
  if (first < 0) return undefined;
  if (search.copies > 1) return { current: coarseCurrent(first), isSpontaneous };
  // A margin of a hundredth covers the rounding of the mantissas.
  const low = first === 0 ? 0 : 0.99 * coarseCurrent(first - 1);
  const step = (1.01 * coarseCurrent(first) - low) / FINE;
  const fine = await countSpikes(search, FINE + 1, `${low} + ${step} * level`);
  const found = fine.findIndex((one) => one >= wanted);
  return { current: low + step * (found < 0 ? FINE : found), isSpontaneous };
}

function coarseCurrent(k: number): number {
  const decade = LOWEST + Math.floor(k / mantissas.length);
  return Number(`${mantissas[k % mantissas.length]}e${decade}`);
}

/** Count the spikes of a neuron at each of `count` currents, as a mean over copies. */
async function countSpikes(
  { model, copies, window }: Search,
  count: number,
  current: string,
): Promise<readonly number[]> {
  const result = await driveNeurons({ model, count, copies, current, duration: window });
  const trains = trainsOf(result, count * copies);
  return Array.from({ length: count }, (_, k) => {
    const own = trains.slice(k * copies, (k + 1) * copies);
    return own.reduce((sum, train) => sum + train.length, 0) / copies;
  });
}
