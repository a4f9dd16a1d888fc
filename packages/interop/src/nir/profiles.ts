/** What NIR leaves open, as one library does it. */
export interface NirProfile {
  readonly about: string;
  /** Length of a step in seconds, where it is not given. */
  readonly dt: number;
  /** What is left of a state after a step: `1 - dt/tau`, or `exp(-dt/tau)`. */
  readonly decay: "euler" | "exact";
  /** Which current the membrane of CubaLI and CubaLIF sees in a step: that before it, or after it. */
  readonly current: "before" | "after" | "within";
  /** What a neuron does when it has spiked: it takes `v_reset`, takes 0, or loses the threshold. */
  readonly reset: NirReset;
  /** The same for IF, where that differs. */
  readonly resetOfIf?: NirReset;
  /** What I and IF add in a step: `dt * r` times their input, or the input itself. */
  readonly integrates: "rate" | "sum" | "snntorch";
  /** What neurons start with. */
  readonly starts: "v_leak" | "zero";
  /** Whether the current of CubaLI and CubaLIF tends to `v_leak` as well. */
  readonly currentLeaks: boolean;
  /** Parameters that the library does not read, by type of node: what it takes instead. */
  readonly ignores: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** What a neuron does when it has spiked. */
export type NirReset = "value" | "zero" | "subtract";

const noReset = { v_reset: 0 } as const;

/** Libraries whose reading of NIR can be taken. */
export const profiles: Readonly<Record<NirProfileName, NirProfile>> = {
  exact: {
    about: "The equations of NIR, solved exactly for inputs that are held over a step.",
    ...{ dt: 1e-4, decay: "exact", current: "within", reset: "value", integrates: "rate" },
    ...{ starts: "v_leak", currentLeaks: false, ignores: {} },
  },
  // snntorch/import_nir.py of snnTorch 1.0.0: Leaky and Synaptic without reset_delay.
  snntorch: {
    about:
      "snnTorch 1.0.0: Euler's steps, reset to zero, IF as a leaky neuron reset by subtraction.",
    resetOfIf: "subtract",
    ...{ dt: 1e-4, decay: "euler", current: "after", reset: "zero", integrates: "snntorch" },
    ...{ starts: "zero", currentLeaks: false },
    ignores: { LIF: noReset, CubaLIF: noReset, IF: noReset },
  },
  // norse/torch/utils/import_nir.py of norse 1.1.0: boxes.
  norse: {
    about: "norse 1.1.0: Euler's steps, reset to zero, IF that adds its input, r of LIF not read.",
    ...{ dt: 1e-3, decay: "euler", current: "after", reset: "zero", integrates: "sum" },
    ...{ starts: "v_leak", currentLeaks: true },
    ignores: { LIF: { ...noReset, r: 1 }, CubaLIF: noReset, IF: { ...noReset, r: 1 } },
  },
};

/** The name of a profile. */
export type NirProfileName = "exact" | "snntorch" | "norse";
