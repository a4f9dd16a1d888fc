import type { ConventionRecord, NeuronDefinition } from "@spikeloom/kernel";

/**
 * Common parts of the neurons of Izhikevich's plastic networks: two half milliseconds for the potential,
 * then recovery, and pulses that last one step.
 */
export const steppedNeuron = {
  parameters: {
    a: { default: 0.02, about: "rate of recovery, per ms" },
    d: { default: "8 mV", about: "recovery step at a spike" },
  },
  receptors: {
    pulse: {
      unit: "mV",
      about: "drive of one step; the weight is its height",
      on: { pulse: "pulse + weight" },
    },
  },
  state: {
    v: { initial: "-65 mV", unit: "mV", about: "membrane potential" },
    u: { initial: "-13 mV", unit: "mV", about: "recovery variable" },
    pulse: { initial: "0 mV", unit: "mV", about: "sum of the pulses of this step" },
  },
  spike: { when: "v >= 30*mV", reset: { v: "-65*mV", u: "u + d" } },
  integrator: { dt: "1 ms" },
} as const;

/** Write the step in the programs' order of additions, on which the spikes of a chaotic network depend. */
export function stepUnder(drive: string): NonNullable<NeuronDefinition["step"]> {
  const half = `v + 0.5 * ((0.04 * v / mV + 5) * v + 140*mV - u + ${drive})`;
  return [{ v: half }, { v: half }, { u: "u + a * (0.2 * v - u)", pulse: "0*mV" }];
}

/** Return the time constant in ms of a quantity that is multiplied by a factor in each step of 1 ms. */
export function decayBy(factor: number): string {
  return `${-1 / Math.log(factor)} ms`;
}

/** Factor by which both traces are multiplied in each step. */
export const traceFactor = 0.95;

/** Traces that are 1 at the last spike; both rules have a parameter `tau` for them. */
export const lastSpikeTraces = {
  x_pre: { of: "pre", decay: "tau", about: "1 since the last spike of the source" },
  x_post: { of: "post", decay: "tau", about: "1 since the last spike of the target" },
} as const;

/** The order of the programs' loop, relative to the end of a step: its spikes act from the next step on. */
export function programOrder(name: string): ConventionRecord {
  return {
    name,
    order: ["arrive", "integrate", "threshold", "reset"],
    spikeStamp: "end",
    threshold: "as-written",
    refractory: { countOffset: 0, blocksWrites: false },
    delay: { least: 0, rounding: "nearest" },
    multiplicity: "count",
    inputHold: "start",
    sampleAt: "end",
    plasticity: { coincidence: "pre-first", dendritic: 0, carries: "old" },
  };
}
