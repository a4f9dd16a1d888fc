import { defaultStack as stack } from "spikeloom";
import { hostFunctions } from "../../packages/equations/src/functions/index.ts";
import type { Batch } from "../../packages/kernel/src/index.ts";
import {
  beginLearning,
  completeNetwork,
  type StartedLearner,
} from "../../packages/network/src/index.ts";
import { programOf } from "../../packages/program/src/index.ts";
import { adam, policyGradient, surrogate } from "../../packages/training/src/index.ts";
import { bptt } from "../../plugins/learning/src/index.ts";
import type { Environment } from "./environment.ts";

const exp = hostFunctions["exp"] as (x: number) => number;

/** Number of steps in which the state is observed; spikes take one step to each of the two layers. */
const seen = 10;
const steps = seen + 2;
/** Start with a network of 64 hidden neurons and one leaky output per action, whose mean potentials are logits. */
export function beginBrain<State>(
  { inputs, actions }: Environment<State>,
  seed: number,
): Promise<StartedLearner> {
  const neurons = (size: number, tau: string, threshold: string) => ({
    model: "lif-delta",
    size,
    parameters: {
      tau_m: tau,
      v_threshold: threshold,
      tau_refrac: "0 ms",
      v_rest: "0 mV",
      v_reset: "0 mV",
    },
  });
  const dense = (from: string, to: string, sd: number) => ({
    name: `${from}->${to}`,
    from,
    to,
    delay: "1 ms",
    connector: { kind: "all-to-all" },
    weight: { draw: "normal" as const, mean: "0 mV", sd: `${sd} mV` },
  });
  const network = completeNetwork(
    {
      format: "spikeloom-network",
      version: 1,
      dt: "1 ms",
      duration: `${steps} ms`,
      seed,
      populations: {
        input: { model: "spike-array", size: inputs },
        hidden: neurons(64, "5 ms", "1 mV"),
        // A threshold that is never reached.
        output: neurons(actions, "20 ms", "1000 V"),
      },
      projections: [dense("input", "hidden", 0.3), dense("hidden", "output", 0.05)],
    },
    stack,
  );
  return beginLearning(bptt, {
    network,
    program: programOf(network, { stack }),
    stack,
    seed,
    trainable: ["input->hidden", "hidden->output"].map((projection) => ({
      projection,
      variable: "weight",
    })),
    loss: policyGradient,
    optimiser: adam({ rate: 0.01 }),
    clip: 1,
    readout: { population: "output", variable: "v", reduce: "mean" },
    surrogate: surrogate("fast-sigmoid", { width: 0.3 }),
    backend: stack.get("backend", "clock"),
  });
}

/** Present states to the network; each neuron spikes at equal intervals. */
export function seenBy<State>(
  { rates }: Environment<State>,
  states: readonly State[],
  targets: Float64Array,
): Batch {
  const begins = new Uint32Array(states.length + 1);
  const [at, neurons]: [number[], number[]] = [[], []];
  states.forEach((state, example) => {
    const own = rates(state);
    for (let step = 0; step < seen; step++) {
      own.forEach((rate, neuron) => {
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

/** Draw an action by the logits, with a uniform number. */
export function chosenBy(logits: Float64Array, drawn: number): number {
  const most = Math.max(...logits);
  const shares = logits.map((logit) => exp(logit - most));
  const sum = shares.reduce((total, share) => total + share, 0);
  let left = drawn * sum;
  const chosen = shares.findIndex((share) => {
    left -= share;
    return left < 0;
  });
  // Rounding may leave a small remainder for the last one.
  return chosen < 0 ? shares.length - 1 : chosen;
}
