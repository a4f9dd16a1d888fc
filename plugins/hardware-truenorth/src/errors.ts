import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** Part of a network that the chip cannot run. */
interface TrueNorthFault {
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}

/** Neurons that the chip does not have. */
export const TRUENORTH_NEURON: ErrorFactory<TrueNorthFault> = defineError(
  "SL_TRUENORTH_NEURON",
  (fault: TrueNorthFault) => fault,
);

/** Synapses that the chip does not have. */
export const TRUENORTH_SYNAPSE: ErrorFactory<TrueNorthFault> = defineError(
  "SL_TRUENORTH_SYNAPSE",
  (fault: TrueNorthFault) => fault,
);

/** Delays beyond those of the chip. */
export const TRUENORTH_DELAY: ErrorFactory<TrueNorthFault> = defineError(
  "SL_TRUENORTH_DELAY",
  (fault: TrueNorthFault) => fault,
);

/** Features of the chip that the chosen dialect lacks. */
export const TRUENORTH_DIALECT: ErrorFactory<TrueNorthFault> = defineError(
  "SL_TRUENORTH_DIALECT",
  (fault: TrueNorthFault) => fault,
);

/** Neurons that reach several axons, where splitters cannot relay their spikes. */
export const TRUENORTH_FAN_OUT: ErrorFactory<TrueNorthFault> = defineError(
  "SL_TRUENORTH_FAN_OUT",
  (fault: TrueNorthFault) => fault,
);

/** Files of RANC's simulator that are incomplete or contradict themselves. */
export const RANC_FILE: ErrorFactory<TrueNorthFault> = defineError(
  "SL_RANC_FILE",
  (fault: TrueNorthFault) => fault,
);

/** Memory files of RANC's hardware that are incomplete, or too large numbers. */
export const RANC_MEMORY: ErrorFactory<TrueNorthFault> = defineError(
  "SL_RANC_MEMORY",
  (fault: TrueNorthFault) => fault,
);
