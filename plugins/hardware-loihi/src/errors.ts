import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** Part of a network that the chip cannot run. */
interface LoihiFault {
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}

/** Neurons that have no counterpart on the chip. */
export const LOIHI_NEURON: ErrorFactory<LoihiFault> = defineError(
  "SL_LOIHI_NEURON",
  (fault: LoihiFault) => fault,
);

/** Noise that differs between neurons of a core. */
export const LOIHI_NOISE: ErrorFactory<LoihiFault> = defineError(
  "SL_LOIHI_NOISE",
  (fault: LoihiFault) => fault,
);

/** Synapses that the chip does not have. */
export const LOIHI_SYNAPSE: ErrorFactory<LoihiFault> = defineError(
  "SL_LOIHI_SYNAPSE",
  (fault: LoihiFault) => fault,
);

/** Delays beyond those of the chip. */
export const LOIHI_DELAY: ErrorFactory<LoihiFault> = defineError(
  "SL_LOIHI_DELAY",
  (fault: LoihiFault) => fault,
);

/** Features of the chip that the chosen dialect lacks. */
export const LOIHI_DIALECT: ErrorFactory<LoihiFault> = defineError(
  "SL_LOIHI_DIALECT",
  (fault: LoihiFault) => fault,
);

/** Weights that do not fit into a mantissa and an exponent. */
export const LOIHI_WEIGHT: ErrorFactory<LoihiFault> = defineError(
  "SL_LOIHI_WEIGHT",
  (fault: LoihiFault) => fault,
);

/** Networks that exceed the resources of cores. */
export const LOIHI_LIMIT: ErrorFactory<LoihiFault> = defineError(
  "SL_LOIHI_LIMIT",
  (fault: LoihiFault) => fault,
);

/** Recorded variables that neurons of the chip do not have. */
export const LOIHI_RECORD: ErrorFactory<LoihiFault> = defineError(
  "SL_LOIHI_RECORD",
  (fault: LoihiFault) => fault,
);

/** Learning rules that the learning engine cannot apply. */
export const LOIHI_RULE: ErrorFactory<LoihiFault> = defineError(
  "SL_LOIHI_RULE",
  (fault: LoihiFault) => fault,
);
