import { stream, streamKey } from "@spikeloom/random";
import { readReference } from "../reference.ts";
import { runExact, runPublished, spikesOf, traceOf } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { type Arrivals, type Interpolation, timeDrivenSpikes } from "../time-driven-neuron.ts";
import { accuracyNetwork, finest, neuron, poisson } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Morrison, Straube, Plesser and Diesmann 2007: accuracy of spike times on, between and without points of a grid. */
export const morrisonStraube2007: Study = {
  reference: readReference(json),
  isRandom: true,
  parts: {
    "first spike": measureFirst,
    potential: measurePotential,
    "order of the error": measureOrders,
    "Poisson input": measurePoisson,
  },
};

const interpolations = ["linear", "quadratic", "cubic"] as const;
const none: Arrivals = { times: [], weights: [] };

/** Time at which a constant current in pA first brings the potential to the threshold. */
function firstSpike(current: number): number {
  const { tauM, cM, threshold } = neuron;
  return -tauM * Math.log(1 - (cM * threshold) / (tauM * current));
}

function interpolated(current: number, step: number, interpolation: Interpolation): number {
  const options = { step, duration: 10, interpolation };
  return timeDrivenSpikes({ ...neuron, current }, none, options)[0] ?? Number.NaN;
}

async function measureFirst(): Promise<Measured> {
  const options = { duration: 5, currents: [neuron.current] };
  const exact = await runExact(accuracyNetwork({ ...options, dt: 0.1 }));
  const grid = await runPublished(accuracyNetwork({ ...options, dt: finest }));
  const expected = firstSpike(neuron.current);
  const errorOf = (time: number | undefined): number => Math.abs((time ?? Number.NaN) - expected);
  return {
    "exact time": spikesOf(exact).times[0] ?? Number.NaN,
    "error on the grid": errorOf(spikesOf(grid).times[0]),
    ...Object.fromEntries(
      interpolations.map((one) => [
        `error, ${one}`,
        errorOf(interpolated(neuron.current, finest, one)),
      ]),
    ),
  };
}

async function measurePotential(): Promise<Measured> {
  const measured: Record<string, number> = {};
  for (const duration of [5, 500]) {
    const given = { dt: 0.5, duration, currents: [neuron.current], threshold: 2000 };
    const { values } = traceOf(await runExact(accuracyNetwork(given)), "v");
    measured[`after ${duration} ms`] = values.at(-1) ?? Number.NaN;
  }
  return measured;
}

/** Steps in ms between which the order of an error is measured. */
const [coarse, fine] = [1, 0.125];

/** Mean error of the first spike over many currents, whose spikes come at different phases of the grid. */
async function measureOrders(seed: number): Promise<Measured> {
  const random = stream(streamKey(seed, "currents", 0), 0);
  const currents = Array.from({ length: 400 }, () => 700 + 600 * random.uniform());
  const meanError = (times: readonly number[]): number =>
    times.reduce((sum, time, k) => sum + Math.abs(time - firstSpike(currents[k] ?? 0)), 0) /
    times.length;
  const order = ([one, other]: readonly number[]): number =>
    Math.log((one ?? 0) / (other ?? 0)) / Math.log(coarse / fine);
  const grid: number[] = [];
  for (const dt of [coarse, fine]) {
    const spikes = spikesOf(await runPublished(accuracyNetwork({ dt, duration: 12, currents })));
    grid.push(meanError(currents.map((_, n) => spikes.times[spikes.neurons.indexOf(n)] ?? NaN)));
  }
  const orders: Record<string, number> = { "on the grid": order(grid) };
  for (const one of interpolations) {
    const errors = [coarse, fine].map((step) =>
      meanError(currents.map((current) => interpolated(current, step, one))),
    );
    orders[one] = order(errors);
  }
  return orders;
}

function drawTrain(seed: number, entity: number, duration: number): readonly number[] {
  const random = stream(streamKey(seed, "input", 0), entity);
  const times: number[] = [];
  for (let time = random.exponential() / poisson.rate; time < duration; ) {
    times.push(time);
    time += random.exponential() / poisson.rate;
  }
  return times;
}

/** Response of the potential to an input spike, a time after its arrival. */
function response(s: number): number {
  const { tauM, tauSyn, cM } = neuron;
  const beta = 1 / (1 / tauSyn - 1 / tauM);
  const left = Math.exp(-s / tauSyn);
  const spread = beta * beta * (Math.exp(-s / tauM) - left) - beta * s * left;
  return ((poisson.weight * Math.E) / (tauSyn * cM)) * spread;
}

async function measurePoisson(seed: number): Promise<Measured> {
  const [times] = [drawTrain(seed, 0, 4)];
  const subthreshold = { dt: 0.5, duration: 5, currents: [poisson.current], threshold: 1000 };
  const result = await runExact(accuracyNetwork({ ...subthreshold, times: [times] }));
  const fall = -Math.expm1(-5 / neuron.tauM);
  const constant = ((poisson.current * neuron.tauM) / neuron.cM) * fall;
  const expected = times.reduce((sum, time) => sum + response(5 - time - 1), constant);
  return {
    "error of the potential": Math.abs((traceOf(result, "v").values.at(-1) ?? NaN) - expected),
    ...(await measureSpikes(seed)),
  };
}

/** Distances of spikes under Poisson input from the exact ones: with an exact search, and on the grid. */
async function measureSpikes(seed: number): Promise<Measured> {
  const [size, duration] = [20, 300];
  const trains = Array.from({ length: size }, (_, n) => drawTrain(seed, 1 + n, duration));
  const given = { duration, currents: trains.map(() => poisson.current), times: trains };
  const exact = spikesOf(await runExact(accuracyNetwork({ ...given, dt: 0.1 })));
  const trainOf = ({ neurons, times }: typeof exact, n: number): readonly number[] =>
    Array.from(times).filter((_, k) => neurons[k] === n);
  let largest = 0;
  trains.forEach((train, n) => {
    const input = {
      times: train.map((time) => time + 1),
      weights: train.map(() => poisson.weight),
    };
    const options = { step: 0.01, duration, interpolation: "exact" } as const;
    const found = timeDrivenSpikes({ ...neuron, current: poisson.current }, input, options);
    const own = trainOf(exact, n);
    if (own.length !== found.length) largest = Number.POSITIVE_INFINITY;
    own.forEach((time, k) => {
      largest = Math.max(largest, Math.abs(time - (found[k] ?? NaN)));
    });
  });
  const medians: number[] = [];
  for (const dt of [0.1, 0.025]) {
    const grid = spikesOf(await runPublished(accuracyNetwork({ ...given, dt })));
    const distances = trains.flatMap((_, n) => {
      const found = trainOf(grid, n);
      return trainOf(exact, n).map((time) => Math.min(...found.map((one) => Math.abs(one - time))));
    });
    medians.push(distances.sort((a, b) => a - b)[distances.length >> 1] ?? NaN);
  }
  const [coarser = NaN, finer = NaN] = medians;
  return {
    "largest distance, exact search": largest,
    "order of the distance on the grid": Math.log(coarser / finer) / Math.log(4),
  };
}
