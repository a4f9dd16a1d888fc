import type { NirProfileName, NirReset } from "./rule-names.ts";

/** A library's interpretation of what NIR leaves open. */
export interface NirProfile {
  readonly about: string;
  /** Default time step in seconds. */
  readonly dt: number;
  /** Decay factor of a state per step: `1 - dt/tau`, or `exp(-dt/tau)`. */
  readonly decay: "euler" | "exact";
  /** Current that drives the membrane of CubaLI and CubaLIF in a step: before or after its update. */
  readonly current: "before" | "after" | "within";
  /** Whether a neuron spikes only above its threshold or also at it. */
  readonly test: ">" | ">=";
  /** Whether input of LIF and CubaLIF is scaled by `r`, `w_in` and the step's factor, or added unscaled. */
  readonly drive: "scaled" | "whole";
  /** Reset after a spike: to `v_reset`, to 0, or by subtracting the threshold. */
  readonly reset: NirReset;
  /** Reset of IF and CubaLIF, if different. */
  readonly resetOfIf?: NirReset;
  readonly resetOfCuba?: NirReset;
  /** Increment of I and IF in a step: `dt * r` times their input, or the input itself. */
  readonly integrates: "rate" | "sum" | "snntorch";
  /** Initial state of neurons. */
  readonly starts: "v_leak" | "v_reset" | "zero";
  /** Whether the potential of IF is bounded below by minus its threshold. */
  readonly isBounded?: boolean;
  /** Lower bound of the potential of LIF. */
  readonly floor?: number;
  /** Whether unscaled inputs are added to the current after its decay. */
  readonly addsAfterDecay?: boolean;
  /** Whether a neuron's output in a step follows from its state after the previous step. */
  readonly sendsLater?: boolean;
  /** Node types whose spikes last one step with an area of 1 s instead of a height of 1. */
  readonly ofArea?: readonly string[];
  /** Whether the current of CubaLI and CubaLIF also decays towards `v_leak`. */
  readonly currentLeaks: boolean;
  /** Parameters that the library does not read, by node type, with the values it uses instead. */
  readonly ignores: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const noReset = { v_reset: 0 } as const;
const onlyThreshold = { v_reset: 0, r: 1 } as const;
const plain = { test: ">", drive: "scaled", currentLeaks: false } as const;

/** Libraries whose interpretation of NIR is supported. */
export const profiles: Readonly<Record<NirProfileName, NirProfile>> = {
  exact: {
    about: "The equations of NIR, solved exactly with inputs constant over each step.",
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
      "snnTorch 1.0.0: Euler steps, reset to zero, IF as a leaky neuron with reset by subtraction.",
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
    about: "norse 1.1.0: Euler steps, reset to zero, IF adds its unscaled input, r of LIF ignored.",
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
    about: "SpikingJelly 2.0.0: Euler steps, spikes at the threshold, reset to v_reset.",
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
  // sinabs/nir.py of sinabs 3.1.3: its time constants are in steps.
  sinabs: {
    about:
      "sinabs 3.1.3: step of 1 s, unscaled inputs, spikes at the threshold, reset by subtraction.",
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
  // rockpool/nn/modules/torch/nir.py of Rockpool 3.1.0, which reads only CubaLIF.
  rockpool: {
    about: "Rockpool 3.1.0: unscaled inputs, spikes at the threshold, reset by subtraction.",
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
    about:
      "Lava 0.11 in floating point: Euler steps, reset to zero; LIF is the only neuron it reads.",
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
    about: "Nengo 4: LIF solved exactly, never below 0, with spikes of area 1 s.",
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
    about:
      "spyx 1.0.0: step of 1 s, unscaled inputs, spikes one step later, when the threshold is subtracted.",
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
