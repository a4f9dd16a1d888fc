import { defineError, type ErrorFactory } from "@spikeloom/kernel";
import type { ChipFault } from "@spikeloom/simulate";

/** Neurons that the chip does not have. */
export const TRUENORTH_NEURON: ErrorFactory<ChipFault> = defineError(
  "SL_TRUENORTH_NEURON",
  (fault: ChipFault) => fault,
);

/** Synapses that the chip does not have. */
export const TRUENORTH_SYNAPSE: ErrorFactory<ChipFault> = defineError(
  "SL_TRUENORTH_SYNAPSE",
  (fault: ChipFault) => fault,
);

/** Delays beyond those of the chip. */
export const TRUENORTH_DELAY: ErrorFactory<ChipFault> = defineError(
  "SL_TRUENORTH_DELAY",
  (fault: ChipFault) => fault,
);

/** Features of the chip that the chosen dialect lacks. */
export const TRUENORTH_DIALECT: ErrorFactory<ChipFault> = defineError(
  "SL_TRUENORTH_DIALECT",
  (fault: ChipFault) => fault,
);

/** Neurons that reach several axons, where splitters cannot relay their spikes. */
export const TRUENORTH_FAN_OUT: ErrorFactory<ChipFault> = defineError(
  "SL_TRUENORTH_FAN_OUT",
  (fault: ChipFault) => fault,
);

/** Files of RANC's simulator that are incomplete or contradict themselves. */
export const RANC_FILE: ErrorFactory<ChipFault> = defineError(
  "SL_RANC_FILE",
  (fault: ChipFault) => fault,
);

/** Memory files of RANC's hardware that are incomplete, or too large numbers. */
export const RANC_MEMORY: ErrorFactory<ChipFault> = defineError(
  "SL_RANC_MEMORY",
  (fault: ChipFault) => fault,
);
