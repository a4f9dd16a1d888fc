import { defaultStack as stack } from "../../packages/cli/src/index.ts";
import type { Surrogate } from "../../packages/kernel/src/index.ts";
import { beginLearning, completeNetwork } from "../../packages/network/src/index.ts";
import { programOf } from "../../packages/program/src/index.ts";
import { stream, streamKey } from "../../packages/random/src/index.ts";
import {
  adam,
  assess,
  cosineRate,
  crossEntropy,
  type Examples,
  fit,
  spikeExamples,
} from "../../packages/training/src/index.ts";
import { bptt } from "../../plugins/learning/src/index.ts";

/** Times of a trial in steps of 1 ms, neurons per cue, and rates in Hz. */
const trial = {
  cue: 50,
  delay: 200,
  answer: 30,
  each: 10,
  rate: 100,
  background: 5,
} as const;
const { cue, delay, answer, each, rate, background } = trial;
const second = cue + delay;
const steps = second + cue + answer;

/** Draw trials: one of two cues, a delay, and again one of the two; the label states whether both are the same. */
function delayedMatch(size: number, seed: number): Examples {
  const draws = stream(streamKey(seed, "delayed-match"), 0);
  const labels = new Float64Array(size);
  const begins = new Uint32Array(size + 1);
  const [at, neurons]: [number[], number[]] = [[], []];
  for (let example = 0; example < size; example++) {
    const [sample, probe] = [draws.uniform() < 0.5, draws.uniform() < 0.5];
    labels[example] = sample === probe ? 1 : 0;
    for (let step = 0; step < second + cue; step++) {
      const shown = step < cue ? sample : step >= second ? probe : undefined;
      for (let neuron = 0; neuron < 2 * each; neuron++) {
        const isOn = shown !== undefined && neuron < each === shown;
        if (draws.uniform() * 1000 >= (isOn ? rate : background)) continue;
        at.push(step);
        neurons.push(neuron);
      }
    }
    begins[example + 1] = at.length;
  }
  const columns = { begins, steps: Uint16Array.from(at), neurons: Uint16Array.from(neurons) };
  return spikeExamples({ input: columns }, labels, size);
}

/** Describe recurrent neurons with adaptive thresholds, an LSNN (Bellec et al. 2018, doi:10.48550/arXiv.1803.09574). */
function networkOf(seed: number, hidden: number) {
  const dense = (from: string, to: string, sd: number) => ({
    name: `${from}->${to}`,
    from,
    to,
    delay: "1 ms",
    receptor: "spikes",
    connector: { kind: "all-to-all" },
    weight: { draw: "normal" as const, mean: 0, sd },
  });
  return completeNetwork(
    {
      format: "spikeloom-network",
      version: 1,
      dt: "1 ms",
      seed,
      duration: `${steps} ms`,
      populations: {
        input: { model: "spike-array", size: 2 * each },
        hidden: {
          model: "norse-lsnn",
          size: hidden,
          parameters: { tau_mem_inv: "50 Hz", tau_adapt_inv: "2 Hz", beta: 0.3, v_th: 1 },
        },
        output: {
          model: "norse-lif",
          size: 2,
          parameters: { tau_mem_inv: "50 Hz", v_th: 1e9 },
        },
      },
      projections: [
        dense("input", "hidden", 1),
        dense("hidden", "hidden", 0.3),
        dense("hidden", "output", 0.2),
      ],
    },
    stack,
  );
}

/** Settings of the training. */
export interface MatchOptions {
  readonly seed: number;
  readonly epochs: number;
  readonly surrogate: Surrogate;
  readonly hidden?: number;
  readonly train?: number;
}

/** Train on the match; returns the fraction of 500 further trials that are correct. */
export async function learnMatch(options: MatchOptions): Promise<number> {
  const { seed, epochs, surrogate, hidden = 40, train = 2000 } = options;
  const network = networkOf(seed, hidden);
  const learner = await beginLearning(bptt, {
    network,
    program: programOf(network, { stack }),
    stack,
    seed,
    trainable: (network.projections ?? []).map(({ name = "" }) => ({
      projection: name,
      variable: "weight",
    })),
    loss: crossEntropy,
    optimiser: adam({ rate: 0.005 }),
    readout: {
      population: "output",
      variable: "v",
      reduce: "mean",
      window: { from: second, until: steps },
    },
    surrogate,
    clip: 1,
    backend: stack.get("backend", "clock"),
  });
  await fit(learner, {
    examples: delayedMatch(train, 10 * seed),
    epochs,
    batchSize: 50,
    seed,
    schedule: cosineRate,
  });
  const { accuracy = Number.NaN } = await assess(learner, delayedMatch(500, 10 * seed + 1));
  return accuracy;
}
