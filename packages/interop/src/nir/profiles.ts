import type { NirProfileName, NirReset } from "./rule-names.ts";

/** What NIR leaves open, as one library does it. */
export interface NirProfile {
  readonly about: string;
  /** Length of a step in seconds, where it is not given. */
  readonly dt: number;
  /** What is left of a state after a step: `1 - dt/tau`, or `exp(-dt/tau)`. */
  readonly decay: "euler" | "exact";
  /** Which current the membrane of CubaLI and CubaLIF sees in a step: that before it, or after it. */
  readonly current: "before" | "after" | "within";
  /** A neuron spikes above its threshold, or at it already. */
  readonly test: ">" | ">=";
  /** Input of LIF and CubaLIF is scaled by `r`, `w_in` and the share that a step takes, or added as it is. */
  readonly drive: "scaled" | "whole";
  /** What a neuron does when it has spiked: it takes `v_reset`, takes 0, or loses the threshold. */
  readonly reset: NirReset;
  /** The same for IF and for CubaLIF, where that differs. */
  readonly resetOfIf?: NirReset;
  readonly resetOfCuba?: NirReset;
  /** What I and IF add in a step: `dt * r` times their input, or the input itself. */
  readonly integrates: "rate" | "sum" | "snntorch";
  /** What neurons start with. */
  readonly starts: "v_leak" | "v_reset" | "zero";
  /** The potential of IF never falls below minus its threshold. */
  readonly isBounded?: boolean;
  /** The potential of LIF never falls below this. */
  readonly floor?: number;
  /** Whether whole inputs are added to a current that has decayed already. */
  readonly addsAfterDecay?: boolean;
  /** Whether what a neuron sends in a step is what the step before has left it with. */
  readonly sendsLater?: boolean;
  /** Types of nodes whose spikes have an area of 1 s and last a step, not a height of 1. */
  readonly ofArea?: readonly string[];
  /** Whether the current of CubaLI and CubaLIF tends to `v_leak` as well. */
  readonly currentLeaks: boolean;
  /** Parameters that the library does not read, by type of node: what it takes instead. */
  readonly ignores: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const noReset = { v_reset: 0 } as const;
const onlyThreshold = { v_reset: 0, r: 1 } as const;
const plain = { test: ">", drive: "scaled", currentLeaks: false } as const;

/** Libraries whose reading of NIR can be taken. */
export const profiles: Readonly<Record<NirProfileName, NirProfile>> = {
  exact: {
    about: "The equations of NIR, solved exactly for inputs that are held over a step.",
    ...plain,
    dt: 1e-4,
    decay: "exact",
    current: "within",
    reset: "value",
    integrates: "rate",
    starts: "v_leak",
    ignores: {},
  },
  // snntorch/import_nir.py of snnTorch 1.0.0: Leaky and Synaptic without reset_delay.
  snntorch: {
    about:
      "snnTorch 1.0.0: Euler's steps, reset to zero, IF as a leaky neuron reset by subtraction.",
    resetOfIf: "subtract",
    ...plain,
    dt: 1e-4,
    decay: "euler",
    current: "after",
    reset: "zero",
    integrates: "snntorch",
    starts: "zero",
    ignores: { LIF: noReset, CubaLIF: noReset, IF: noReset },
  },
  // norse/torch/utils/import_nir.py of norse 1.1.0: boxes.
  norse: {
    about: "norse 1.1.0: Euler's steps, reset to zero, IF that adds its input, r of LIF not read.",
    ...plain,
    dt: 1e-3,
    decay: "euler",
    current: "after",
    reset: "zero",
    integrates: "sum",
    starts: "v_leak",
    currentLeaks: true,
    ignores: { LIF: { ...noReset, r: 1 }, CubaLIF: noReset, IF: { ...noReset, r: 1 } },
  },
  // spikingjelly/activation_based/nir_exchange/from_nir.py of SpikingJelly 2.0.0.
  spikingjelly: {
    about: "SpikingJelly 2.0.0: Euler's steps, spikes at the threshold, reset to v_reset.",
    ...plain,
    dt: 1e-4,
    decay: "euler",
    current: "after",
    reset: "value",
    integrates: "rate",
    test: ">=",
    starts: "v_reset",
    ignores: {},
  },
  // sinabs/nir.py of sinabs 3.1.3: its time constants are numbers of steps.
  sinabs: {
    about:
      "sinabs 3.1.3: a step of 1 s, whole inputs, spikes at the threshold, which is taken off.",
    ...plain,
    isBounded: true,
    dt: 1,
    decay: "exact",
    current: "after",
    reset: "subtract",
    integrates: "sum",
    test: ">=",
    drive: "whole",
    starts: "zero",
    ignores: { LIF: onlyThreshold, IF: onlyThreshold },
  },
  // rockpool/nn/modules/torch/nir.py of Rockpool 3.1.0, which reads CubaLIF alone.
  rockpool: {
    about: "Rockpool 3.1.0: whole inputs, spikes at the threshold, which is taken off.",
    ...plain,
    dt: 1e-3,
    decay: "exact",
    current: "after",
    reset: "subtract",
    integrates: "sum",
    test: ">=",
    drive: "whole",
    starts: "zero",
    ignores: { CubaLIF: { v_reset: 0, r: 1, w_in: 1, v_leak: 0 }, IF: onlyThreshold },
  },
  // docs/source/examples/lava/nir_to_lava.py of NIR, and LIF of Lava 0.11 in floating point.
  lava: {
    about: "Lava 0.11 in floating point: Euler's steps, reset to zero; of neurons it reads LIF.",
    ...plain,
    dt: 1e-4,
    decay: "euler",
    current: "after",
    reset: "zero",
    integrates: "sum",
    starts: "zero",
    ignores: { LIF: { ...onlyThreshold, v_leak: 0 } },
  },
  // paper/02_cnn/nengo_import.py of NIR, and LIF of Nengo 4 without a refractory period.
  nengo: {
    about: "Nengo 4: LIF solved exactly, never below 0, whose spikes have an area of 1 s.",
    ...plain,
    floor: 0,
    ofArea: ["LIF"],
    dt: 1e-3,
    decay: "exact",
    current: "within",
    reset: "zero",
    integrates: "sum",
    starts: "zero",
    ignores: { LIF: { ...onlyThreshold, v_leak: 0 }, IF: onlyThreshold },
  },
  // spyx/nir.py and spyx/nn.py of spyx 1.0.0.
  spyx: {
    about: "spyx 1.0.0: a step of 1 s, whole inputs, spikes a step later, when the threshold goes.",
    ...plain,
    addsAfterDecay: true,
    sendsLater: true,
    dt: 1,
    decay: "euler",
    current: "after",
    integrates: "sum",
    reset: "subtract-later",
    resetOfCuba: "subtract-before",
    drive: "whole",
    starts: "zero",
    ignores: {
      LI: { r: 1, v_leak: 0 },
      IF: onlyThreshold,
      LIF: { ...onlyThreshold, v_leak: 0 },
      CubaLIF: { ...onlyThreshold, v_leak: 0, w_in: 1 },
    },
  },
};
