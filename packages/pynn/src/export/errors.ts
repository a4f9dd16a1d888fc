import { defineError, type ErrorFactory } from "@spikeloom/kernel";

interface Fault {
  readonly place: string;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  readonly next?: string | undefined;
}

/** A neuron model that PyNN has no standard cell for. */
export const EXPORT_NEURON: ErrorFactory<{
  population: string;
  model: string;
  nearest: { readonly cell: string; readonly model: string };
}> = defineError("SL_EXPORT_NEURON", ({ population, model, nearest }) => ({
  message: `PyNN has no standard cell for the model of population "${population}".`,
  place: `populations.${population}.model`,
  got: model,
  next: `The nearest is ${nearest.cell}, our "${nearest.model}": use that one, or run the network with SpikeLoom.`,
}));

/** A value that PyNN does not let a user set. */
export const EXPORT_VALUE: ErrorFactory<Fault> = defineError("SL_EXPORT_VALUE", (fault) => fault);

/** Connections whose rules PyNN has not. */
export const EXPORT_SYNAPSE: ErrorFactory<Fault> = defineError(
  "SL_EXPORT_SYNAPSE",
  (fault) => fault,
);

/** A stimulus that PyNN has no source for. */
export const EXPORT_STIMULUS: ErrorFactory<Fault> = defineError(
  "SL_EXPORT_STIMULUS",
  (fault) => fault,
);
