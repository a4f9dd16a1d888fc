import type { Batch, LearningRequest, SpikeColumns } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { type Simulated, valuesFromUnit, wholeSteps } from "@spikeloom/simulate";
import { checkSpikeBatch, TRAINING_OPTION } from "@spikeloom/training";

/** Presents the samples of batches to a network. */
export interface SampleReader {
  /** Refuse a batch with inputs that would not be presented, or with targets that the loss refuses. */
  check(batch: Batch): void;
  /** Present a sample and read the output. */
  read(sim: Simulated, batch: Batch, sample: number): Promise<Float64Array>;
}

/** Create a presenter; each sample lasts for the network's duration. */
export function sampleReader({
  program,
  readout,
  loss,
}: Pick<LearningRequest, "program" | "readout" | "loss">): SampleReader {
  const { populations, dt, duration = 0 } = program as NetworkProgram;
  const { population, variable } = readout;
  const size = populations.get(population)?.size;
  if (size === undefined) {
    throw TRAINING_OPTION({
      place: "readout.population",
      message: "The network has no such population.",
      expected: [...populations.keys()].join(", "),
      got: population,
    });
  }
  const steps = wholeSteps(`${duration} ms`, dt);
  // Random spike sources continue by themselves.
  const given = [...populations.values()].filter(({ source }) => source?.kind === "times");
  return {
    check(batch) {
      checkSpikeBatch(batch, { given, steps, targets: loss.targets(size) });
      const [none, slope] = [new Float64Array(size), new Float64Array(size)];
      for (let k = 0; k < batch.size; k++) loss.value(none, targetOf(batch, k), slope);
    },
    async read(sim, batch, sample) {
      sim.spikes(population);
      await showSample(sim, { batch, sample, steps, dt });
      if (variable !== "spikes") {
        const { values, unit } = await sim.state(population, variable);
        return valuesFromUnit(values, unit);
      }
      const counts = new Float64Array(size);
      for (const neuron of sim.spikes(population).neurons) {
        counts[neuron] = (counts[neuron] as number) + 1;
      }
      return counts;
    },
  };
}

/** Return the target of an example. */
export function targetOf({ size, targets }: Batch, example: number): Float64Array {
  const each = targets.length / size;
  return targets.slice(example * each, (example + 1) * each);
}

interface Showing {
  readonly batch: Batch;
  readonly sample: number;
  readonly steps: number;
  readonly dt: number;
}

/** Send the spikes of a sample, each in its step. */
async function showSample(sim: Simulated, { batch, sample, steps, dt }: Showing): Promise<void> {
  const inputs = Object.entries(batch.inputs).flatMap(([name, columns]) =>
    "neurons" in columns ? [sent(name, columns, sample)] : [],
  );
  const due = new Set(inputs.flatMap(({ steps: own }) => [...own.keys()]));
  const times = [...due].sort((left, right) => left - right);
  let now = 0;
  const goOn = async (step: number): Promise<void> => {
    if (step > now) await sim.advance(`${Number(((step - now) * dt).toPrecision(12))} ms`);
    now = step;
  };
  for (const step of times) {
    await goOn(step);
    for (const { name, steps: own } of inputs) {
      const neurons = own.get(step);
      if (neurons !== undefined) await sim.sendSpikes(name, neurons);
    }
  }
  await goOn(steps);
}

/** Neurons of a source that spike in each step of a sample. */
function sent(name: string, { begins, steps, neurons }: SpikeColumns, sample: number) {
  const found = new Map<number, number[]>();
  for (let k = begins[sample] as number; k < (begins[sample + 1] as number); k++) {
    const step = steps[k] as number;
    const own = found.get(step) ?? [];
    own.push(neurons[k] as number);
    found.set(step, own);
  }
  return { name, steps: found };
}
