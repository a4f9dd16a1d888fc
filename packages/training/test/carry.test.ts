import {
  type Batch,
  defineNeuron,
  type LearningRequest,
  type NetworkRecord,
  type SpikeColumns,
} from "@spikeloom/kernel";
import { completeNetwork } from "@spikeloom/network";
import { defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import {
  delayTrainer,
  eventTrainer,
  makeTrainer,
  readKept,
  squaredError,
  surrogate,
  type Trainer,
  writeKept,
} from "../src/index.ts";
import { smallBatch, smallNetwork, smallRequest } from "./small-task.ts";
import { trainedModels } from "./trained-models.ts";

const steps = 30;
const size = 3;
const [lif] = trainedModels as readonly [(typeof trainedModels)[number]];

/** Read out each output spike separately, so that the losses of windows add up to that of the whole. */
function requestOf(model: (typeof trainedModels)[number], length: number): LearningRequest {
  const { width } = model;
  return smallRequest(smallNetwork({ ...model, steps: length }), {
    loss: squaredError,
    precision: "f64",
    readout: { population: "output", variable: "spikes", reduce: "each" },
    surrogate: surrogate("arctan", { width, height: 1 / width, reset: "attached" }),
  });
}

const whole: Batch = { ...smallBatch(size), targets: new Float64Array(size * steps * 4).fill(0.3) };

/** Select some steps of the spikes of all samples. */
function columnsIn({ begins, ...all }: SpikeColumns, from: number, until: number): SpikeColumns {
  const [at, neurons, starts]: [number[], number[], number[]] = [[], [], [0]];
  for (let sample = 0; sample + 1 < begins.length; sample++) {
    for (let k = begins[sample] as number; k < (begins[sample + 1] as number); k++) {
      const step = all.steps[k] as number;
      if (step < from || step >= until) continue;
      at.push(step - from);
      neurons.push(all.neurons[k] as number);
    }
    starts.push(at.length);
  }
  return {
    begins: Uint32Array.from(starts),
    steps: Uint16Array.from(at),
    neurons: Uint16Array.from(neurons),
  };
}

/** The batches of the samples, in windows of the given number of steps. */
function windows(length: number): readonly Batch[] {
  const spikes = whole.inputs["input"] as SpikeColumns;
  return Array.from({ length: steps / length }, (_, k) => ({
    size,
    inputs: { input: columnsIn(spikes, k * length, (k + 1) * length) },
    targets: new Float64Array(size * length * 4).fill(0.3),
    continues: new Uint8Array(size).fill(Math.min(k, 1)),
  }));
}

/** Process all windows in sequence: their mean loss and gradients equal those of the whole, truncated at their ends. */
function runWindows(trainer: Trainer, length: number) {
  const share = length / steps;
  const outputs: number[][] = Array.from({ length: size }, () => []);
  const gradients = trainer.gradients().map((one) => new Float64Array(one.length));
  let loss = 0;
  for (const batch of windows(length)) {
    const found = trainer.differentiate(batch);
    loss += share * found.loss;
    const each = found.outputs.length / size;
    outputs.forEach((one, k) => {
      one.push(...found.outputs.subarray(k * each, (k + 1) * each));
    });
    trainer.gradients().forEach((one, k) => {
      const sums = gradients[k] as Float64Array;
      for (let n = 0; n < one.length; n++)
        sums[n] = (sums[n] as number) + share * (one[n] as number);
    });
  }
  return { loss, gradients, outputs: outputs.flat() };
}

/** Describe a layer of neurons with such a potential and threshold. */
function timedNetwork(v: string, when: string): NetworkRecord {
  const model = defineNeuron({
    name: "timed-layer",
    about: "Neuron that may read the time.",
    parameters: { tau: { default: "3 ms", about: "period" } },
    receptors: {
      spikes: { unit: "1", about: "weighted spikes", on: { x_spikes: "x_spikes + weight" } },
    },
    state: {
      v: { unit: "1", initial: 0, about: "potential" },
      x_spikes: { unit: "1", initial: 0, about: "what spikes bring in this step" },
    },
    step: [{ v }, { x_spikes: "0" }],
    spike: { when, reset: { v: "v - 1" } },
  });
  const network = {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: "6 ms",
    seed: 5,
    convention: "frameworks",
    populations: { input: { model: "spike-array", size: 7 }, output: { model, size: 4 } },
    projections: [
      {
        name: "onto output",
        from: "input",
        to: "output",
        delay: "1 ms",
        receptor: "spikes",
        connector: { kind: "all-to-all" },
        weight: 0.3,
      },
    ],
  };
  return completeNetwork(network as unknown as NetworkRecord, stack);
}

/** A neuron whose dynamics depend on the time. */
function timedFlow(integrator: string | object): NetworkRecord {
  const { populations, ...network } = timedNetwork("v", "v >= 1");
  const model = defineNeuron({
    name: "timed-flow",
    about: "Neuron whose flow reads the time.",
    parameters: { tau: { default: "3 ms", about: "period" } },
    receptors: { spikes: { unit: "1", about: "weighted spikes", on: { v: "v + weight" } } },
    state: { v: { unit: "1", initial: 0, about: "potential" } },
    dynamics: { v: "(-v + 0.1 * sin(t / tau)) / tau" },
    spike: { when: "v >= 1", reset: { v: "0" } },
  });
  const output = { model, size: 4, integrator };
  return completeNetwork({ ...network, populations: { ...populations, output } } as never, stack);
}

/** The largest difference, relative to the largest expected number. */
function difference(found: readonly Float64Array[], wanted: readonly Float64Array[]): number {
  const [one, other] = [found, wanted].map((all) => all.flatMap((column) => [...column])) as [
    ...[number[], number[]],
  ];
  const most = Math.max(...other.map(Math.abs));
  expect(most).toBeGreaterThan(1e-6);
  return Math.max(...one.map((value, k) => Math.abs(value - (other[k] as number)))) / most;
}

describe("states that are carried over", () => {
  // Delays of one to three steps extend beyond the ends of windows, and receptors of some models have states.
  const cases = [1, 2, 5, 15].map((length) => ({ length, model: lif, of: lif.model }));
  const others = trainedModels.slice(3).map((model) => ({ length: 5, model, of: model.model }));

  it.each([...cases, ...others])(
    "of $of, in windows of $length steps, yield a run that is truncated there",
    ({ model, length }) => {
      const long = makeTrainer(requestOf(model, steps), { truncate: length });
      const wanted = long.differentiate(whole);
      const trainer = makeTrainer({ ...requestOf(model, length), carry: true });
      const found = runWindows(trainer, length);
      expect(found.outputs).toEqual([...wanted.outputs]);
      expect(found.outputs.some((one) => one > 0)).toBe(true);
      // Sums in float64 in another order.
      expect(Math.abs(found.loss - wanted.loss)).toBeLessThan(1e-13);
      expect(difference(found.gradients, long.gradients())).toBeLessThan(1e-12);
    },
  );

  it("belong to their sample, which may restart independently", () => {
    const [first, second] = windows(15) as [Batch, Batch];
    const trainer = makeTrainer({ ...requestOf(lif, 15), carry: true });
    const { continues: _, ...anew } = second;
    const fresh = makeTrainer(requestOf(lif, 15)).evaluate(anew);
    trainer.evaluate(first);
    const all = trainer.evaluate(second);
    trainer.evaluate(first);
    const one = trainer.evaluate({ ...second, continues: Uint8Array.of(1, 0, 1) });
    const each = all.outputs.length / size;
    const rowOf = ({ outputs }: typeof all, k: number) => outputs.slice(k * each, (k + 1) * each);
    expect(rowOf(one, 1)).toEqual(rowOf(fresh, 1));
    expect(rowOf(one, 1)).not.toEqual(rowOf(all, 1));
    for (const k of [0, 2]) expect(rowOf(one, k)).toEqual(rowOf(all, k));

    expect(trainer.evaluate(anew)).toEqual(fresh);
  });

  it("are separate for training and for evaluation", () => {
    const [first, second] = windows(15) as [Batch, Batch];
    const [one, other] = [0, 1].map(() => makeTrainer({ ...requestOf(lif, 15), carry: true })) as [
      ...[Trainer, Trainer],
    ];
    one.differentiate(first);
    other.differentiate(first);
    other.evaluate({ ...second, continues: new Uint8Array(size) });
    expect(other.differentiate(second)).toEqual(one.differentiate(second));
    expect(other.gradients()).toEqual(one.gradients());
  });

  it("are saved, and resumed with the same bits", () => {
    const [first, second] = windows(15) as [Batch, Batch];
    const request = { ...requestOf(lif, 15), carry: true };
    const one = makeTrainer(request);
    one.differentiate(first);
    one.update();
    const other = makeTrainer(request);
    other.restore(readKept(writeKept(one.save()), other.save()));
    expect(other.differentiate(second)).toEqual(one.differentiate(second));
    one.update();
    other.update();
    expect(other.save()).toEqual(one.save());
    const fault = { ...one.save(), carried: new Uint8Array(24) };
    expect(() => other.restore(fault)).toThrow("a different network");
    const plain = makeTrainer(requestOf(lif, 15));
    expect(() => readKept(writeKept(one.save()), plain.save())).toThrow("a different training");
  });

  it("are the same bits with any number of workers, also for values", () => {
    const request = smallRequest(smallNetwork({ ...lif, steps: 6 }), {
      carry: true,
      values: ["hidden.i_inj"],
      readout: { population: "output", variable: "v" },
    });
    const given = smallBatch(96, { steps: 6, rate: 0.4 });
    const values = Float64Array.from({ length: 96 * 6 * 6 }, (_, k) => (k % 7) / 1000);
    const inputs = { ...given.inputs, "hidden.i_inj": { steps: 6, values } };
    const all = [1, 2].map((workers) => {
      const trainer = makeTrainer({ ...request, workers });
      const found = [0, 1, 1].map((goesOn) => {
        const batch = { ...given, inputs, continues: new Uint8Array(96).fill(goesOn) };
        const learning = trainer.differentiate(batch);
        trainer.update();
        return learning;
      });
      const kept = trainer.save();
      trainer.close();
      return { found, kept };
    });
    expect(all[1]).toEqual(all[0]);
    expect(all[0]?.found[1]?.outputs).not.toEqual(all[0]?.found[0]?.outputs);
  });

  it.each([
    [Uint8Array.of(1, 1, 1), "no sample at this index"],
    [Uint8Array.of(0, 1), "one number per sample"],
    [Uint8Array.of(0, 2, 0), "Invalid entry of continues"],
  ])("are refused as %j", (continues, message) => {
    const [first] = windows(15) as [Batch];
    const trainer = makeTrainer({ ...requestOf(lif, 15), carry: true });
    expect(() => trainer.differentiate({ ...first, continues })).toThrow(message);
  });

  it("are refused if the learner does not carry them, or delays would differ", () => {
    const [, second] = windows(15) as [Batch, Batch];
    expect(() => makeTrainer(requestOf(lif, 15)).evaluate(second)).toThrow(
      "States are not carried",
    );
    const request = { ...requestOf(lif, 15), carry: true };
    const method = () => ({ back: () => undefined });
    expect(() => makeTrainer(request, { method })).toThrow("does not carry states over");
    const normalise = [{ population: "hidden" }];
    expect(() => makeTrainer({ ...request, normalise })).toThrow("all steps of a batch");
    expect(() => eventTrainer(request, { delayRate: 1 })).toThrow(
      "EventProp does not support this",
    );
    const delays = { longest: 5, delayRate: 1, width: 2, lastWidth: 0.5, narrowing: 10 };
    expect(() => delayTrainer(request, delays)).toThrow("an update changes the delays");
  });

  it.each([
    ["a step", "0.7 * v + x_spikes + 0.1 * sin(t / tau)", "v >= 1"],
    ["a threshold", "0.7 * v + x_spikes", "v >= 1 + 0.1 * sin(t / tau)"],
  ])("are refused if %s reads the time, which would differ", (_, potential, when) => {
    const made = (v: string, spikesWhen: string) => (carry: boolean) => () =>
      makeTrainer({ ...smallRequest(timedNetwork(v, spikesWhen)), carry });
    expect(made("0.7 * v + x_spikes", "v >= 1")(true)).not.toThrow();
    expect(made(potential, when)(false)).not.toThrow();
    expect(made(potential, when)(true)).toThrow(
      /SL_NOT_TRAINED.*populations\.output.*restarts with each batch.*got t/s,
    );
  });

  it("are refused if the dynamics read the time; loops have no derivative in any case", () => {
    const made = (integrator: string | object, carry: boolean) => () =>
      makeTrainer({ ...smallRequest(timedFlow(integrator)), carry });
    expect(made("rk4", false)).not.toThrow();
    expect(made("rk4", true)).toThrow(/SL_NOT_TRAINED.*restarts with each batch.*got t/s);
    // A model that reads the time only in a loop is refused earlier.
    const guarded = { name: "rk4-guarded", subSteps: 4 };
    for (const carry of [false, true])
      expect(made(guarded, carry)).toThrow(/SL_NOT_DERIVED.*integrator without a guard/s);
  });
});
