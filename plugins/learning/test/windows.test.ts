import type { LearningRecord, NetworkRecord } from "@spikeloom/kernel";
import { beginLearning, completeNetwork, type LearningTask } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import {
  adam,
  assess,
  crossEntropy,
  type Examples,
  fit,
  makeTrainer,
  spikeExamples,
  surrogate,
  valueExamples,
  windowedExamples,
} from "@spikeloom/training";
import { defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { trainedNumbers } from "../../../tools/test/trained-numbers.ts";
import { bptt } from "../src/bptt.ts";
import { dcls } from "../src/dcls.ts";
import { decolle } from "../src/decolle.ts";
import { eprop } from "../src/eprop.ts";
import { eventProp } from "../src/event-prop.ts";
import { ottt } from "../src/ottt.ts";
import { plasticity } from "../src/plasticity.ts";
import { ridge } from "../src/ridge.ts";
import { superSpike } from "../src/super-spike.ts";
import { tempotron } from "../src/tempotron.ts";

const [windows, steps] = [3, 8] as const;

/** Four neurons, of which two encode the class at the very beginning, and two outputs that leak slowly. */
function networkOf(length: number): NetworkRecord {
  const membrane = { v_rest: "0 mV", v_reset: "0 mV", tau_refrac: "0 ms" };
  const neurons = (size: number, tau: string, threshold: string) => ({
    model: "lif-delta",
    size,
    parameters: { ...membrane, tau_m: tau, v_threshold: threshold },
  });
  const dense = (from: string, to: string, delay: string) => ({
    name: `${from}->${to}`,
    from,
    to,
    delay,
    connector: { kind: "all-to-all" },
    weight: { draw: "uniform" as const, low: "-0.2 mV", high: "1.4 mV" },
  });
  const record = {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: `${length} ms`,
    seed: 3,
    populations: {
      input: { model: "spike-array", size: 4 },
      hidden: neurons(8, "10 ms", "1 mV"),
      output: neurons(2, "60 ms", "1000 V"),
    },
    projections: [dense("input", "hidden", "2 ms"), dense("hidden", "output", "3 ms")],
  } as const;
  return completeNetwork(record as unknown as NetworkRecord, stack);
}

function taskOf(length: number, more: Partial<LearningTask> = {}): LearningTask {
  const network = networkOf(length);
  return {
    network,
    program: programOf(network, { stack }),
    stack,
    seed: 1,
    trainable: ["input->hidden", "hidden->output"].map((projection) => {
      return { projection, variable: "weight" };
    }),
    loss: crossEntropy,
    optimiser: adam({ rate: 0.03 }),
    surrogate: surrogate("fast-sigmoid", { width: 0.2 }),
    readout: { population: "output", variable: "v" },
    precision: "f64",
    backend: stack.get("backend", "clock"),
    ...more,
  };
}

/**
 * Samples whose class is encoded by the neuron that spikes in the first three steps, followed by noise of two others.
 */
function cues(size: number): Examples {
  const [begins, at, neurons]: [number[], number[], number[]] = [[0], [], []];
  for (let k = 0; k < size; k++) {
    for (let step = 0; step < windows * steps; step++) {
      if (step < 3) [at[at.length], neurons[neurons.length]] = [step, k % 2];
      else if ((7 * k + 3 * step) % 5 === 0) [at[at.length], neurons[neurons.length]] = [step, 2];
    }
    begins.push(at.length);
  }
  const columns = {
    begins: Uint32Array.from(begins),
    steps: Uint16Array.from(at),
    neurons: Uint16Array.from(neurons),
  };
  return spikeExamples(
    { input: columns },
    Float64Array.from({ length: size }, (_, k) => k % 2),
    size,
  );
}

const cut = { windows, steps };

describe("samples in windows", () => {
  it("are learnt even if their class is encoded long before", async () => {
    const whole = cues(32);
    const examples = windowedExamples(whole, cut);
    const learner = await beginLearning(bptt, taskOf(steps, { carry: true }));
    const { history } = await fit(learner, { examples, epochs: 8, batchSize: 16, seed: 2 });
    expect(history[0]?.accuracy).toBeLessThan(0.9);
    expect(history.at(-1)?.accuracy).toBe(1);
    // The last window of a run in windows equals the end of a run of the whole sample.
    const parameters = await trainedNumbers(learner);
    const indices = Uint32Array.of(5, 2, 8);
    const outputs = async (): Promise<Float64Array> => {
      let found = new Float64Array(0);
      for (let k = 0; k < windows; k++) {
        found = Float64Array.from((await learner.evaluate(examples.batch(indices, k))).outputs);
      }
      return found;
    };
    const trainer = makeTrainer({ ...taskOf(windows * steps), parameters: {} });
    trainer.assign(parameters);
    expect(await outputs()).toEqual(trainer.evaluate(whole.batch(indices)).outputs);
    const score = await assess(learner, examples, 10);
    expect(score.accuracy).toBe(1);
  });

  it("are not distinguished if each window starts from the initial state", async () => {
    const whole = cues(32);
    const anew: Examples = {
      ...windowedExamples(whole, cut),
      batch: (indices, window) => {
        const { continues: _, ...batch } = windowedExamples(whole, cut).batch(indices, window);
        return batch;
      },
    };
    const learner = await beginLearning(bptt, taskOf(steps, { carry: true }));
    const { history } = await fit(learner, { examples: anew, epochs: 8, batchSize: 16, seed: 2 });
    expect(history.at(-1)?.accuracy).toBeLessThan(0.9);
  });

  it("resume in the middle of a sample, from a saved state, with the same bits", async () => {
    const options = { examples: windowedExamples(cues(20), cut), epochs: 2, batchSize: 8, seed: 2 };
    const task = taskOf(steps, { carry: true });
    const wanted = await fit(await beginLearning(bptt, task), options);
    const stop = new AbortController();
    const half = await fit(await beginLearning(bptt, task), {
      ...options,
      signal: stop.signal,
      onBatch: ({ batches, epoch }) => epoch === 1 && batches === 4 && stop.abort(),
    });
    expect(half.partial?.batches).toBe(4);
    const found = await fit(await beginLearning(bptt, task, half.learner), {
      ...options,
      from: half,
    });
    expect(found).toEqual(wanted);
  });

  it("contain parts of values and of targets", () => {
    const values = Float64Array.from({ length: 2 * 6 * 2 }, (_, k) => k);
    const targets = Float64Array.from({ length: 2 * 6 }, (_, k) => 100 + k);
    const whole = valueExamples(
      { values, shape: [6, 2], targets, size: 2 },
      { input: "input.x_values", steps: 6 },
    );
    const found = windowedExamples(whole, { windows: 3, steps: 2, targets: "part" });
    const batch = found.batch(Uint32Array.of(1, 0), 2);
    expect(batch.inputs["input.x_values"]).toEqual({
      steps: 2,
      values: Float64Array.of(20, 21, 22, 23, 8, 9, 10, 11),
    });
    expect([...batch.targets]).toEqual([110, 111, 104, 105]);
    expect([...(batch.continues ?? [])]).toEqual([1, 1]);
    const wrong = windowedExamples(whole, { windows: 2, steps: 2 });
    expect(() => wrong.batch(Uint32Array.of(0))).toThrow("2 × 2 steps, got 6");
  });

  it.each([
    [{ windows: 0, steps: 8 }, "an integer of at least 1"],
    [{ windows: 3, steps: 2.5 }, "an integer of at least 1"],
    [{ windows: 3, steps: 8, targets: "all" as never }, "whole, part"],
  ])("are refused as %j", (options, message) => {
    expect(() => windowedExamples(cues(2), options)).toThrow(message);
  });

  it("report how many spikes came too late, and are not cut again", () => {
    const late = { count: 7, of: 31 };
    const examples = windowedExamples({ ...cues(2), late }, cut);
    expect(examples.late).toEqual(late);
    expect(windowedExamples(cues(2), cut)).not.toHaveProperty("late");
    expect(() => windowedExamples(examples, { windows: 2, steps: 4 })).toThrow(
      /SL_TRAINING_OPTION.*examples\.windows.*got 3.*the final number of windows/s,
    );
  });

  it("are refused if a spike would be omitted", () => {
    const examples = windowedExamples(cues(4), { windows: 2, steps: 8 });
    expect(() => examples.batch(Uint32Array.of(0, 1))).toThrow(
      /spikes in 2 × 8 steps.*Choose windows and steps/s,
    );
  });

  it("are refused if a learner does not carry states over", async () => {
    const examples = windowedExamples(cues(4), cut);
    const learner = await beginLearning(bptt, taskOf(steps));
    const options = { examples, epochs: 1, seed: 1 };
    await expect(fit(learner, options)).rejects.toThrow("does not carry states from window");
    await expect(assess(learner, examples)).rejects.toThrow("does not carry states");
    const batch = examples.batch(Uint32Array.of(0), 1);
    await expect(learner.step(batch)).rejects.toThrow("from batch to batch");
  });

  const others: readonly LearningRecord[] = [
    ...[dcls, decolle, eprop, eventProp, ottt, plasticity, ridge, superSpike, tempotron],
  ];

  it.each(others)("are refused by $name", async (learning) => {
    const begun = beginLearning(learning, taskOf(steps, { carry: true }));
    await expect(begun).rejects.toMatchObject({ code: "SL_NOT_CARRIED" });
  });
});
