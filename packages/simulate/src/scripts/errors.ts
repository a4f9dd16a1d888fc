import { defineError, type ErrorFactory } from "@spikeloom/kernel";

interface Fault {
  readonly place: string;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  readonly next?: string | undefined;
}

/** A neuron model that another simulator has not. */
export const EXPORT_NEURON: ErrorFactory<Fault> = defineError("SL_EXPORT_NEURON", (fault) => fault);

/** A value that another simulator does not take. */
export const EXPORT_VALUE: ErrorFactory<Fault> = defineError("SL_EXPORT_VALUE", (fault) => fault);

/** Connections whose rules another simulator has not. */
export const EXPORT_SYNAPSE: ErrorFactory<Fault> = defineError(
  "SL_EXPORT_SYNAPSE",
  (fault) => fault,
);

/** A stimulus that another simulator has no source for. */
export const EXPORT_STIMULUS: ErrorFactory<Fault> = defineError(
  "SL_EXPORT_STIMULUS",
  (fault) => fault,
);
