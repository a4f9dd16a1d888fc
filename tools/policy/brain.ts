import { defaultStack as stack } from "spikeloom";
import { hostFunctions } from "../../packages/equations/src/functions/index.ts";
import type { Batch, Learner } from "../../packages/kernel/src/index.ts";
import { beginLearning, completeNetwork } from "../../packages/network/src/index.ts";
import { programOf } from "../../packages/program/src/index.ts";
import { adam, policyGradient, surrogate } from "../../packages/training/src/index.ts";
import { bptt } from "../../plugins/learning/src/index.ts";
import type { CartState } from "./cart-pole.ts";

const exp = hostFunctions["exp"] as (x: number) => number;

/** Each number of a state is seen by so many neurons, with a preferred value each. */
const fields = 10;
const numbers = 4;
/** Steps in which the state is seen; spikes take a step to each of the two layers. */
const seen = 10;
const steps = seen + 2;
/** What counts as far for each number of the state. */
const far = [2.4, 2.5, 0.2, 2.5] as const;

/** Begin with a network of 40 input neurons, 64 hidden ones and two leaky outputs, whose mean potentials are logits. */
export function beginBrain(seed: number): Promise<Learner> {
  const neurons = (size: number, tau: string, threshold: string) => ({
    ...{ model: "lif-delta", size },
    parameters: {
      ...{ tau_m: tau, v_threshold: threshold, tau_refrac: "0 ms" },
      ...{ v_rest: "0 mV", v_reset: "0 mV" },
    },
  });
  const dense = (from: string, to: string, sd: number) => ({
    ...{ name: `${from}->${to}`, from, to, delay: "1 ms", connector: { kind: "all-to-all" } },
    weight: { draw: "normal" as const, mean: "0 mV", sd: `${sd} mV` },
  });
  const network = completeNetwork(
    {
      ...{ format: "spikeloom-network", version: 1, dt: "1 ms", duration: `${steps} ms`, seed },
      populations: {
        input: { model: "spike-array", size: numbers * fields },
        hidden: neurons(64, "5 ms", "1 mV"),
        // A threshold that is never reached.
        output: neurons(2, "20 ms", "1000 V"),
      },
      projections: [dense("input", "hidden", 0.3), dense("hidden", "output", 0.05)],
    },
    stack,
  );
  return beginLearning(bptt, {
    ...{ network, program: programOf(network, { stack }), stack, seed },
    trainable: ["input->hidden", "hidden->output"].map((projection) => ({
      ...{ projection, variable: "weight" },
    })),
    ...{ loss: policyGradient, optimiser: adam({ rate: 0.01 }), clip: 1 },
    readout: { population: "output", variable: "v", reduce: "mean" },
    surrogate: surrogate("fast-sigmoid", { width: 0.3 }),
    backend: stack.get("backend", "clock"),
  });
}

/** Show states to the network: a neuron spikes the more often, the nearer a number is to its preferred value. */
export function seenBy(states: readonly CartState[], targets: Float64Array): Batch {
  const begins = new Uint32Array(states.length + 1);
  const [at, neurons]: [number[], number[]] = [[], []];
  states.forEach((state, example) => {
    const rates = state.flatMap((value, k) => {
      const scaled = Math.max(-1, Math.min(1, value / (far[k] as number)));
      return Array.from({ length: fields }, (_, n) => {
        const distance = (scaled - (2 * n) / (fields - 1) + 1) * fields * 0.4;
        return exp(-distance * distance);
      });
    });
    for (let step = 0; step < seen; step++) {
      rates.forEach((rate, neuron) => {
        if (Math.floor((step + 1) * rate + 0.5) === Math.floor(step * rate + 0.5)) return;
        at.push(step);
        neurons.push(neuron);
      });
    }
    begins[example + 1] = at.length;
  });
  const input = { begins, steps: Uint16Array.from(at), neurons: Uint16Array.from(neurons) };
  return { size: states.length, inputs: { input }, targets };
}

/** Give the share of an action by the logits of two. */
export function shareOfRight(left: number, right: number): number {
  return 1 / (1 + exp(left - right));
}
