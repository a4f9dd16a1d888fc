import { readReference } from "../reference.ts";
import { runExact, spikesOf } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { type Arrivals, excursions, timeDrivenSpikes } from "../time-driven-neuron.ts";
import { type Balanced, balanced, balancedNetwork, delay } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Hanuschkin et al. 2010: exact spike times on a grid of tests, which misses few spikes. */
export const hanuschkin2010: Study = {
  reference: readReference(json),
  isRandom: true,
  parts: {
    "spike times": measureTimes,
    "missed spikes": measureMissed,
    "strong coupling": measureCoupling,
  },
  long: ["missed spikes"],
};

/** Step of the grid in ms, unless it is as long as the delay. */
const fine = 0.1;

interface Train {
  readonly spikes: readonly number[];
  readonly arrivals: Arrivals;
}

/** Run neurons with their own input on the event-driven backend. */
async function exactTrains(
  given: Balanced,
  {
    size,
    duration,
    seed,
  }: { readonly size: number; readonly duration: number; readonly seed: number },
): Promise<readonly Train[]> {
  const result = await runExact(balancedNetwork(given, { size, duration }), seed);
  const trains = [0, 1, 2].map((recorder) => {
    const found = Array.from({ length: size }, (): number[] => []);
    const { neurons, times } = spikesOf(result, recorder);
    neurons.forEach((n, k) => {
      found[n]?.push(times[k] ?? Number.NaN);
    });
    return found;
  });
  const [own = [], excitatory = [], inhibitory = []] = trains;
  return own.map((spikes, n) => {
    const arrive = (train: readonly number[] = [], weight: number) =>
      train.map((time) => ({ time: time + delay, weight }));
    const all = [
      ...arrive(excitatory[n], given.weight),
      ...arrive(inhibitory[n], given.inhibitoryWeight),
    ].sort((one, other) => one.time - other.time);
    const arrivals = {
      times: Float64Array.from(all, ({ time }) => time),
      weights: Float64Array.from(all, ({ weight }) => weight),
    };
    return { spikes, arrivals };
  });
}

async function measureTimes(seed: number): Promise<Measured> {
  const given = balanced(1);
  const duration = 400;
  const trains = await exactTrains(given, { size: 10, duration, seed });
  const distances: number[] = [];
  for (const { spikes, arrivals } of trains) {
    const options = { step: 0.01, duration, interpolation: "exact" } as const;
    const found = timeDrivenSpikes(given.neuron, arrivals, options);
    if (found.length !== spikes.length) distances.push(Number.POSITIVE_INFINITY);
    spikes.forEach((time, k) => {
      distances.push(Math.abs(time - (found[k] ?? Number.NaN)));
    });
  }
  return { "largest distance": Math.max(...distances) };
}

/**
 * Compute the fraction of spikes that a test at points of a grid and at arrivals misses.
 *
 * Arrivals are Poisson, and the phase of the grid is uniform. So the chance that the potential is not tested while it is above the
 * threshold for a time L is that no arrival, e^(-rate L), and no point, 1 - L / step, lies in it. Its mean over spikes varies less
 * than a count.
 */
function missedFraction(
  { excitation, inhibition, neuron }: Balanced,
  { trains, step }: { readonly trains: readonly Train[]; readonly step: number },
): number {
  const chances = trains.flatMap(({ spikes, arrivals }) =>
    Array.from(excursions(neuron, arrivals, spikes), (length) => {
      const isUntested = Math.max(0, 1 - length / step);
      return isUntested === 0 ? 0 : Math.exp(-(excitation + inhibition) * length) * isUntested;
    }),
  );
  return chances.reduce((sum, one) => sum + one, 0) / chances.length;
}

/** Spikes per second of 10 000 neurons at 10 spikes/s. */
const publishedSpikes = 100_000;

async function measureMissed(seed: number): Promise<Measured> {
  const given = balanced(1);
  const [size, duration, repetitions] = [40, 3000, 5];
  let missed = 0;
  let count = 0;
  for (let k = 0; k < repetitions; k++) {
    const trains = await exactTrains(given, { size, duration, seed: repetitions * seed + k });
    missed += missedFraction(given, { trains, step: fine }) / repetitions;
    count += trains.reduce((sum, { spikes }) => sum + spikes.length, 0);
  }
  return {
    rate: (1000 * count) / (size * duration * repetitions),
    "missed per second": missed * publishedSpikes,
  };
}

async function measureCoupling(seed: number): Promise<Measured> {
  const fractions: number[] = [];
  for (const coupling of [4, 16]) {
    const given = balanced(coupling);
    const trains = await exactTrains(given, { size: 40, duration: 4000, seed });
    fractions.push(missedFraction(given, { trains, step: delay }));
  }
  const [weak = Number.NaN, strong = Number.NaN] = fractions;
  return { "growth of the missed fraction": strong / weak };
}
