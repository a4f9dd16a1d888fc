import { type Simulated, simulate, defaultStack as stack } from "spikeloom";
import type { Batch } from "../../packages/kernel/src/index.ts";
import { beginLearning, completeNetwork } from "../../packages/network/src/index.ts";
import { programOf } from "../../packages/program/src/index.ts";
import { adam, squaredError } from "../../packages/training/src/index.ts";
import { ridge } from "../../plugins/learning/src/index.ts";
import {
  drawTunings,
  output,
  pointSteps,
  readoutFrom,
  reservoir,
  sizes,
  tauOut,
} from "./reservoir.ts";
import { smape } from "./series.ts";

const populations = ["encoders", "reservoir"] as const;
/** Steps that an example of the readout has: what is older has decayed to a three-thousandth. */
const span = 8 * tauOut;

/** Spikes of a population: steps from the begin of the run, and neurons. */
interface Heard {
  readonly steps: number[];
  readonly neurons: number[];
}

/** How a forecast went. */
export interface Forecast {
  /** Root mean square error of the next point in training, in standard deviations of the series. */
  readonly fit: number;
  readonly found: Float64Array;
  readonly smape: number;
}

/**
 * Learn from the first points of a series, then go on alone.
 *
 * The first point after those that were learnt from is the last that is shown: from then on the network is shown what it said itself.
 */
export async function forecast(
  series: Float64Array,
  task: {
    readonly seed: number;
    /** Points to learn from, and to forecast. */
    readonly learnt: number;
    readonly ahead: number;
    /** Points at the begin that nothing is learnt from. */
    readonly warmUp: number;
    readonly penalty: number;
  },
): Promise<Forecast> {
  const { seed, learnt, ahead, warmUp } = task;
  const seen = series.subarray(0, learnt + 1);
  const mean = seen.reduce((sum, one) => sum + one, 0) / seen.length;
  const sd = Math.sqrt(seen.reduce((sum, one) => sum + (one - mean) ** 2, 0) / seen.length);
  const scaled = seen.map((one) => (one - mean) / sd);
  const sim = await simulate(reservoir(seed), { seed, keep: false });
  try {
    const show = await shower(sim, seed);
    const heard = populations.map((): Heard => ({ steps: [], neurons: [] }));
    for (let k = 0; k < learnt; k++) {
      await show(scaled[k] as number);
      listen(sim, heard);
    }
    const wanted = scaled.subarray(warmUp + 1);
    const batch = examples(heard, { first: warmUp, wanted });
    const { weights, loss } = await solve(batch, { seed, penalty: task.penalty });
    for (const [k, population] of populations.entries()) {
      await sim.setWeights(`${population}->output`, {
        values: weights[k] as Float64Array,
        unit: "mV",
      });
    }
    const found = new Float64Array(ahead);
    let value = scaled[learnt] as number;
    for (let k = 0; k < ahead; k++) {
      await show(value);
      value = (await sim.state("output", "v")).values[0] as number;
      found[k] = mean + sd * value;
    }
    const truth = series.subarray(learnt + 1, learnt + 1 + ahead);
    return { fit: Math.sqrt(loss), found, smape: smape(found, truth) };
  } finally {
    await sim.close();
  }
}

/** Make what shows the network a value for the steps of a point. */
async function shower(sim: Simulated, seed: number): Promise<(value: number) => Promise<void>> {
  const { encoders, reservoir: offsets } = drawTunings(seed);
  const set = (population: string, values: Float64Array) =>
    sim.setInput(population, { values, unit: "mV" });
  await set("reservoir", offsets);
  return async (value) => {
    const { offsets, gains } = encoders;
    await set(
      "encoders",
      offsets.map((offset, k) => offset + (gains[k] as number) * value),
    );
    await sim.advance(`${pointSteps} ms`);
  };
}

/** Note what spiked since it was last asked. */
function listen(sim: Simulated, heard: readonly Heard[]): void {
  for (const [k, population] of populations.entries()) {
    const { times, neurons } = sim.spikes(population);
    const { steps, neurons: all } = heard[k] as Heard;
    // A spike of the step that ends at 1 ms has this time, and is the first step of the run.
    for (const time of times) steps.push(Math.round(time) - 1);
    for (const neuron of neurons) all.push(neuron);
  }
}

/** Make an example of the steps before the end of each point: its spikes, and the point that comes next. */
function examples(
  heard: readonly Heard[],
  { first, wanted }: { readonly first: number; readonly wanted: Float64Array },
): Batch {
  const size = wanted.length;
  const inputs = populations.map((population, k) => {
    const { steps, neurons } = heard[k] as Heard;
    const ends = Array.from({ length: size }, (_, n) => (first + n + 1) * pointSteps);
    const stretches = ends.map((end) => [firstAt(steps, end - span), firstAt(steps, end)] as const);
    const begins = Uint32Array.of(0, ...stretches.map(([from, until]) => until - from));
    for (let n = 1; n <= size; n++) begins[n] = (begins[n] as number) + (begins[n - 1] as number);
    const total = begins[size] as number;
    const columns = { begins, steps: new Uint16Array(total), neurons: new Uint16Array(total) };
    for (const [n, [from, until]] of stretches.entries()) {
      const [into, shift] = [begins[n] as number, (ends[n] as number) - span];
      for (let i = from; i < until; i++) {
        columns.steps[into + i - from] = (steps[i] as number) - shift;
        columns.neurons[into + i - from] = neurons[i] as number;
      }
    }
    return [population, columns] as const;
  });
  return { size, inputs: Object.fromEntries(inputs), targets: Float64Array.from(wanted) };
}

/** Find the first place in ascending steps that is not before a step. */
function firstAt(steps: readonly number[], step: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] as number) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Solve for the weights of the readout, and tell the mean squared error that is left. */
async function solve(
  batch: Batch,
  { seed, penalty }: { readonly seed: number; readonly penalty: number },
): Promise<{ readonly weights: readonly Float64Array[]; readonly loss: number }> {
  const source = (size: number) => ({ model: "spike-array", size });
  const network = completeNetwork(
    {
      ...{ format: "spikeloom-network", version: 1, dt: "1 ms", duration: `${span} ms`, seed },
      populations: {
        ...{ encoders: source(sizes.encoders), reservoir: source(sizes.reservoir), output },
      },
      projections: populations.map(readoutFrom),
    },
    stack,
  );
  const learner = await beginLearning(
    { model: ridge, parameters: { penalty } },
    {
      ...{ network, program: programOf(network, { stack }), stack, seed },
      trainable: populations.map((from) => ({ projection: `${from}->output`, variable: "weight" })),
      ...{ loss: squaredError, optimiser: adam(), precision: "f64" as const },
      readout: { population: "output", variable: "v", reduce: "last" },
      backend: stack.get("backend", "clock"),
    },
  );
  try {
    await learner.step(batch);
    const [weights, { loss }] = [await learner.parameters(), await learner.evaluate(batch)];
    return { weights, loss };
  } finally {
    await learner.close?.();
  }
}
