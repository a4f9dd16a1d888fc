import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** Part of a network that the chip cannot run. */
interface SpinnakerFault {
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}

/** Neurons that have no counterpart on the chip. */
export const SPINNAKER_NEURON: ErrorFactory<SpinnakerFault> = defineError(
  "SL_SPINNAKER_NEURON",
  (fault: SpinnakerFault) => fault,
);

/** Synapses that the emulator does not have. */
export const SPINNAKER_SYNAPSE: ErrorFactory<SpinnakerFault> = defineError(
  "SL_SPINNAKER_SYNAPSE",
  (fault: SpinnakerFault) => fault,
);

/** Weights that do not fit into a word of 16 bits. */
export const SPINNAKER_WEIGHT: ErrorFactory<SpinnakerFault> = defineError(
  "SL_SPINNAKER_WEIGHT",
  (fault: SpinnakerFault) => fault,
);

/** Delays shorter than a tick, or longer than delay extensions allow. */
export const SPINNAKER_DELAY: ErrorFactory<SpinnakerFault> = defineError(
  "SL_SPINNAKER_DELAY",
  (fault: SpinnakerFault) => fault,
);

/** Recorded variables that neurons of the chip do not have. */
export const SPINNAKER_RECORD: ErrorFactory<SpinnakerFault> = defineError(
  "SL_SPINNAKER_RECORD",
  (fault: SpinnakerFault) => fault,
);

/** Saved states that another rounding wrote. */
export const SPINNAKER_STATE: ErrorFactory<SpinnakerFault> = defineError(
  "SL_SPINNAKER_STATE",
  (fault: SpinnakerFault) => fault,
);

/** Files of cores and routing tables that are incomplete or contradict each other. */
export const SPINNAKER_TABLES: ErrorFactory<SpinnakerFault> = defineError(
  "SL_SPINNAKER_TABLES",
  (fault: SpinnakerFault) => fault,
);
