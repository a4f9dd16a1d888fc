// names: cell as in CellType, which is PyNN's word for what neurons are
import type { CellType, SynapseType } from "@spikeloom/pynn";
import { LINK_VALUE } from "../errors.ts";
import type * as messages from "../generated/pynn.ts";

/** Read the cell type of a population. */
export function cellTypeOf(message: messages.CellType | undefined, place: string): CellType {
  const kind = message?.kind;
  if (kind?.case === "standard") return { kind: "standard", name: kind.value };
  if (kind?.case === "native") return { kind: "native", model: modelOf(kind.value, place) };
  if (kind?.case === "pointNeuron") {
    const { neuron, receptors } = kind.value;
    const byName = Object.fromEntries(receptors.map(({ name, response }) => [name, response]));
    return { kind: "point-neuron", neuron, receptors: byName };
  }
  throw missing(place, "standard, point_neuron or native");
}

/** Read the synapse type of a projection. */
export function synapseTypeOf(
  message: messages.SynapseType | undefined,
  place: string,
): SynapseType {
  const kind = message?.kind;
  if (kind?.case === "standard") return { kind: "standard", name: kind.value };
  if (kind?.case === "stdp") {
    const { timing, weight, dendriticDelayFraction } = kind.value;
    return { kind: "stdp", timing, weight, dendriticDelayFraction };
  }
  if (kind?.case === "native") {
    const { synapse, plasticity } = kind.value;
    return {
      kind: "native",
      ...(synapse && { synapse: modelOf(synapse, `${place}.synapse`) }),
      ...(plasticity && { plasticity: modelOf(plasticity, `${place}.plasticity`) }),
    };
  }
  throw missing(place, "standard, stdp or native");
}

/** Read a model: its name in the stack, or a JSON record. */
function modelOf({ model }: messages.NativeModel, place: string): string | object {
  if (model.case === "name") return model.value;
  if (model.case !== "json") throw missing(place, "name or json");
  const expected = "a model record as JSON";
  try {
    const record: unknown = JSON.parse(model.value);
    if (typeof record === "object" && record !== null) return record;
  } catch (error) {
    throw LINK_VALUE({ place, expected, got: String(error) });
  }
  throw LINK_VALUE({ place, expected, got: model.value.slice(0, 80) });
}

function missing(place: string, expected: string): Error {
  return LINK_VALUE({ place, expected, got: "none" });
}
