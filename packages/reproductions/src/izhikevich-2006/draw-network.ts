import { glibcRandom, RAND_MAX } from "./glibc-random.ts";

/** Neurons of both kinds, and synapses of each neuron. */
export const sizes = { excitatory: 800, inhibitory: 200, synapses: 100 } as const;

/** Random draws of the paper's program, in its order. */
export interface DrawnNetwork {
  /** Source and target of each synapse, one after the other: 100 for each neuron. */
  readonly pairs: Uint32Array;
  /** In ms: 5 synapses of each delay for excitatory neurons. */
  readonly delays: Float64Array;
  /** Potentials in mV at the start. */
  readonly potentials: Float64Array;
  /** The neuron that is stimulated in the next millisecond. */
  stimulate(): number;
}

/** Longest delay in steps. */
const delays = 20;

/**
 * Draw connections, initial potentials and stimulated neurons as the paper's program does.
 *
 * All come from one stream of `rand()`, so the order of these draws is part of the network.
 */
export function drawNetwork(seed: number): DrawnNetwork {
  const random = glibcRandom(seed);
  // Not quite 1, so that its floor stays below n.
  const below = (n: number): number => Math.floor(n * ((0.9999999 * random()) / RAND_MAX));
  const all = sizes.excitatory + sizes.inhibitory;
  const pairs = new Uint32Array(2 * all * sizes.synapses);
  const delay = new Float64Array(all * sizes.synapses);
  for (let source = 0, k = 0; source < all; source++) {
    const isExcitatory = source < sizes.excitatory;
    // Inhibitory neurons connect only to excitatory ones, which come first.
    const targets = isExcitatory
      ? distinct(() => below(all), source)
      : distinct(() => below(sizes.excitatory));
    targets.forEach((target, place) => {
      pairs.set([source, target], 2 * k);
      delay[k++] = isExcitatory ? Math.floor((place * delays) / sizes.synapses) : 0;
    });
  }
  const potentials = Float64Array.from(
    { length: all },
    () => -65 + 10 * ((0.9999999 * random()) / RAND_MAX),
  );
  return { pairs, delays: delay, potentials, stimulate: () => below(all) };
}

/** Draw as many targets as a neuron has synapses; duplicates are drawn again. */
function distinct(draw: () => number, except = -1): readonly number[] {
  const targets = new Set<number>();
  while (targets.size < sizes.synapses) {
    const target = draw();
    if (target !== except) targets.add(target);
  }
  return [...targets];
}
