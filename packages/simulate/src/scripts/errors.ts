import { defineError, type ErrorFactory } from "@spikeloom/kernel";

interface Fault {
  readonly place: string;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  readonly next?: string | undefined;
}

/** A neuron model that the target simulator lacks. */
export const EXPORT_NEURON: ErrorFactory<Fault> = defineError("SL_EXPORT_NEURON", (fault) => fault);

/** A value that the target simulator does not accept. */
export const EXPORT_VALUE: ErrorFactory<Fault> = defineError("SL_EXPORT_VALUE", (fault) => fault);

/** Connections with a rule that the target simulator lacks. */
export const EXPORT_SYNAPSE: ErrorFactory<Fault> = defineError(
  "SL_EXPORT_SYNAPSE",
  (fault) => fault,
);

/** A stimulus that the target simulator has no source for. */
export const EXPORT_STIMULUS: ErrorFactory<Fault> = defineError(
  "SL_EXPORT_STIMULUS",
  (fault) => fault,
);
