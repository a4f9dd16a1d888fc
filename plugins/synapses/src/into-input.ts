import type { SynapseRecord } from "@spikeloom/kernel";

/** Where the current of a synapse is to go. */
export interface IntoInput {
  /** Of the model that is made. */
  readonly name: string;
  /** An input of the target. */
  readonly into: string;
}

/**
 * Make a synapse model whose current goes into another input of the target.
 *
 * Those here go into `i_inj`; `lif` takes its current through `i_syn`.
 */
export function intoInput(model: SynapseRecord, { name, into }: IntoInput): SynapseRecord {
  const coupling = (model.coupling ?? []).map((one) => ({ ...one, into }));
  return { ...model, name, coupling };
}
