import { definePlasticity, type NetworkRecord } from "@spikeloom/kernel";
import { network, oneToOne, population, projection } from "@spikeloom/network";
import { lifDelta, spikeArray } from "@spikeloom/neurons";

/** The equations of the paper, in continuous time: eligibility c, dopamine d and weight s' = c d. */
const continuousRule = definePlasticity({
  name: "izhikevich-2007-continuous",
  about: "Eligibility that dopamine turns into weight at each moment.",
  cite: ["doi:10.1093/cercor/bhl152"],
  parameters: {
    tau_pre: { default: "20 ms", about: "decay of the trace of the source" },
    tau_post: { default: "20 ms", about: "decay of the trace of the target" },
    tau_c: { default: "1 s", about: "decay of eligibility" },
    a_plus: { default: "0.1 mV", about: "step of eligibility, right after a spike of the source" },
    a_minus: { default: "0.15 mV", about: "the same, of the target" },
  },
  weightUnit: "mV",
  traces: {
    x_pre: { of: "pre", decay: "tau_pre" },
    x_post: { of: "post", decay: "tau_post" },
  },
  state: { c: { initial: "0 mV", unit: "mV", about: "eligibility" } },
  modulators: { d: { unit: "Hz", about: "dopamine" } },
  dynamics: {
    c: { derivative: "-c / tau_c", when: "step" },
    weight: { derivative: "c * d", when: "step" },
  },
  on: {
    pre: { x_pre: "x_pre + 1", c: "c - a_minus * x_post" },
    post: { x_post: "x_post + 1", c: "c + a_plus * x_pre" },
  },
});

/** Spike times of two neurons and the time of a reward, in ms. */
export interface PairProtocol {
  readonly source: number;
  readonly target: number;
  readonly reward?: number;
}

/** Dopamine of one reward, per second, and its decay. */
const reward = { height: 5, tau: 0.2 } as const;

/** Two neurons that fire once each, followed by a reward. */
export function pairNetwork({ source, target, reward: at }: PairProtocol): NetworkRecord {
  const pre = population(spikeArray, 1, { times: [[source]] });
  // Input to the target makes it fire one step later.
  const trigger = population(spikeArray, 1, { times: [[target - 0.1]] });
  const post = population(lifDelta, 1);
  const rewards = population(spikeArray, 1, { times: [at === undefined ? [] : [at]] });
  return network({
    name: "izhikevich-2007-pair",
    cite: ["doi:10.1093/cercor/bhl152"],
    dt: "0.1 ms",
    duration: "6 s",
    convention: "brian2",
    populations: { pre, trigger, post, rewards },
    projections: [
      projection(trigger, post, { connector: oneToOne(), weight: "100 mV", delay: "0 ms" }),
      projection(pre, post, {
        connector: oneToOne(),
        weight: "1 mV",
        delay: "0 ms",
        plasticity: continuousRule,
        modulators: {
          d: { from: "rewards", weight: `${reward.height} Hz`, tau: `${reward.tau} s` },
        },
      }),
    ],
  });
}
