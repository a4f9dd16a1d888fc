import type { NeuronRecord, PlasticityRecord, SynapseRecord } from "@spikeloom/kernel";
import { CHOICE, UNKNOWN_NAME } from "../errors.ts";

/** Find the receptor by name, or the only one if no name is given. */
export function chooseReceptor(
  model: NeuronRecord,
  receptor: string | undefined,
  place: string,
): string {
  return choosePort(Object.keys(model.receptors ?? {}), receptor, {
    what: "receptor",
    model: model.name,
    place,
  });
}

/** Find the continuous input by name, or the only one if no name is given. */
export function chooseInput(model: NeuronRecord, input: string | undefined, place: string): string {
  return choosePort(Object.keys(model.inputs ?? {}), input, {
    what: "input",
    model: model.name,
    place,
  });
}

function choosePort(
  known: readonly string[],
  name: string | undefined,
  { what, model, place }: { what: string; model: string; place: string },
): string {
  const [only, second] = known;
  if (name === undefined) {
    if (only !== undefined && second === undefined) return only;
    throw CHOICE({ place, what, model, known });
  }
  if (known.includes(name)) return name;
  throw UNKNOWN_NAME({ place: `${place}.${what}`, name, what, model, known });
}

/** Test whether a synapse delivers to a receptor; one that only couples does not. */
export function delivers(synapse: SynapseRecord | undefined): boolean {
  return (synapse?.coupling ?? []).length === 0 || synapse?.deliver !== undefined;
}

/** The unit of a projection's weights; undefined if any is allowed. */
export function weightUnit(
  model: NeuronRecord,
  receptor: string | undefined,
  rules: {
    readonly synapse?: SynapseRecord | undefined;
    readonly plasticity?: PlasticityRecord | undefined;
  },
): string | undefined {
  const ofReceptor = receptor === undefined ? undefined : model.receptors?.[receptor]?.unit;
  return rules.synapse?.weightUnit ?? rules.plasticity?.weightUnit ?? ofReceptor;
}
