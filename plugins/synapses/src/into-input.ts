import type { SynapseRecord } from "@spikeloom/kernel";

/** Target input of a synapse's current. */
export interface IntoInput {
  /** Name of the model to define. */
  readonly name: string;
  /** Name of an input of the target. */
  readonly into: string;
}

/**
 * Define a synapse model whose current goes to another input of the target.
 *
 * Those of this package go to `i_inj`; `lif` receives its current through `i_syn`.
 */
export function intoInput(model: SynapseRecord, { name, into }: IntoInput): SynapseRecord {
  const coupling = (model.coupling ?? []).map((one) => ({ ...one, into }));
  return { ...model, name, coupling };
}
