import { type Simulated, simulate, defaultStack as stack } from "spikeloom";
import type { Batch, SpikeColumns } from "../../packages/kernel/src/index.ts";
import {
  beginLearning,
  completeNetwork,
  type TrainedParameter,
} from "../../packages/network/src/index.ts";
import { programOf } from "../../packages/program/src/index.ts";
import { adam, squaredError } from "../../packages/training/src/index.ts";
import { ridge } from "../../plugins/learning/src/index.ts";
import {
  drawTunings,
  output,
  pointSteps,
  readoutFrom,
  reservoir,
  type Sizes,
  tauOut,
} from "./reservoir.ts";
import { smape } from "./series.ts";

const populations = ["encoders", "reservoir"] as const;
/** Number of points in a sample of the readout: of older points, less than 1.3 thousandths remain. */
const points = Math.ceil((9 * tauOut) / pointSteps);
const span = points * pointSteps;

/** Spikes of a population while a point was shown: steps from its start, and neurons. */
type Received = Pick<SpikeColumns, "steps" | "neurons">;

/** Result of a forecast. */
export interface Forecast {
  /** Root mean square error of the next point in training, in standard deviations of the series. */
  readonly fit: number;
  readonly found: Float64Array;
  readonly smape: number;
}

/**
 * Train on the first points of a series, then continue autonomously.
 *
 * The first point after the training points is the last one shown: from then on the network receives its own output.
 */
export async function forecast(
  series: Float64Array,
  task: {
    readonly seed: number;
    /** Number of training points, and of points to forecast. */
    readonly learnt: number;
    readonly ahead: number;
    /** Initial points that are not used for training. */
    readonly warmUp: number;
    readonly penalty: number;
    readonly sizes: Sizes;
  },
): Promise<Forecast> {
  const { seed, learnt, ahead, warmUp, sizes } = task;
  const seen = series.subarray(0, learnt + 1);
  const mean = seen.reduce((sum, one) => sum + one, 0) / seen.length;
  const sd = Math.sqrt(seen.reduce((sum, one) => sum + (one - mean) ** 2, 0) / seen.length);
  const scaled = seen.map((one) => (one - mean) / sd);
  const sim = await simulate(reservoir(seed, sizes), { seed, keep: false });
  try {
    const show = await shower(sim, drawTunings(seed, sizes));
    const received = populations.map((): Received[] => []);
    // The readout has its weights when the network continues alone; it receives the last points once more for that.
    const again = learnt - points;
    let before = new Uint8Array(0);
    for (let k = 0; k < learnt; k++) {
      if (k === again) before = await sim.save();
      await show(scaled[k] as number);
      for (const [n, population] of populations.entries()) {
        received[n]?.push(listen(sim, population, k * pointSteps));
      }
    }
    const wanted = scaled.subarray(warmUp + 1);
    const batch = examples(received, { first: warmUp, wanted });
    const { weights, loss } = await solve(batch, task);
    await sim.restore(before);
    for (const [k, population] of populations.entries()) {
      await sim.setWeights(`${population}->output`, weights[k] as TrainedParameter);
    }
    for (let k = again; k < learnt; k++) await show(scaled[k] as number);
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

/** Create the function that presents a value to the network for the steps of a point. */
async function shower(
  sim: Simulated,
  { encoders, reservoir: offsets }: ReturnType<typeof drawTunings>,
): Promise<(value: number) => Promise<void>> {
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

/** Return the spikes of a population since the last call. */
function listen(sim: Simulated, population: string, begin: number): Received {
  const { times, neurons } = sim.spikes(population);
  // A spike of the step that ends at 1 ms has this time, and is in the first step of the run.
  const steps = Uint16Array.from(times, (time) => Math.round(time) - 1 - begin);
  return { steps, neurons: Uint16Array.from(neurons) };
}

/** Create a sample from the steps before the end of each point: its spikes, and the next point. */
function examples(
  received: readonly (readonly Received[])[],
  { first, wanted }: { readonly first: number; readonly wanted: Float64Array },
): Batch {
  const size = wanted.length;
  const inputs = populations.map((population, k) => {
    const all = received[k] as readonly Received[];
    const shown = Array.from({ length: size }, (_, n) => {
      return all.slice(first + n + 1 - points, first + n + 1);
    });
    const begins = new Uint32Array(size + 1);
    for (const [n, own] of shown.entries()) {
      begins[n + 1] = own.reduce((sum, { steps }) => sum + steps.length, begins[n] as number);
    }
    const total = begins[size] as number;
    const columns = { begins, steps: new Uint16Array(total), neurons: new Uint16Array(total) };
    let at = 0;
    for (const own of shown) {
      for (const [point, { steps, neurons }] of own.entries()) {
        columns.neurons.set(neurons, at);
        for (const step of steps) columns.steps[at++] = point * pointSteps + step;
      }
    }
    return [population, columns] as const;
  });
  return { size, inputs: Object.fromEntries(inputs), targets: Float64Array.from(wanted) };
}

/** Solve for the weights of the readout, and return the remaining mean squared error. */
async function solve(
  batch: Batch,
  {
    seed,
    penalty,
    sizes,
  }: { readonly seed: number; readonly penalty: number; readonly sizes: Sizes },
): Promise<{ readonly weights: readonly TrainedParameter[]; readonly loss: number }> {
  const source = (size: number) => ({ model: "spike-array", size });
  const network = completeNetwork(
    {
      format: "spikeloom-network",
      version: 1,
      dt: "1 ms",
      duration: `${span} ms`,
      seed,
      populations: {
        encoders: source(sizes.encoders),
        reservoir: source(sizes.reservoir),
        output,
      },
      projections: populations.map(readoutFrom),
    },
    stack,
  );
  const learner = await beginLearning(
    { model: ridge, parameters: { penalty } },
    {
      network,
      program: programOf(network, { stack }),
      stack,
      seed,
      trainable: populations.map((from) => ({ projection: `${from}->output`, variable: "weight" })),
      loss: squaredError,
      optimiser: adam(),
      precision: "f64" as const,
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
