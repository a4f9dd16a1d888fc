import type { NeuronRecord } from "@spikeloom/kernel";
import { type Kinetics, pointNeuron } from "@spikeloom/neurons";
import {
  type PynnMembrane,
  type PynnPart,
  pointNeuronCell,
  pynnMembranes,
  pynnResponses,
} from "../../map/point-neuron.ts";
import type { FoundCell } from "./found-cell.ts";

/** Reserved words that cannot be Python argument names. */
const reserved: ReadonlySet<string> = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from " +
    "global if import in is lambda nonlocal not or pass raise return try while with yield self neuron"
  ).split(" "),
);

/** Find the equivalent `PointNeuron` of a model, regardless of other contents. */
export function findPointNeuron(model: NeuronRecord): readonly FoundCell[] {
  const receptors = Object.keys(model.receptors ?? {});
  if (receptors.length === 0 || receptors.some((name) => reserved.has(name))) return [];
  return Object.entries(pynnMembranes).flatMap(([membrane, record]): FoundCell[] => {
    const found = receptors.flatMap((receptor) => {
      const response = responseOf(model, receptor, record);
      return response === undefined ? [] : [[receptor, ...response] as const];
    });
    if (found.length < receptors.length) return [];
    const parts = Object.fromEntries(found.map(([receptor, , part]) => [receptor, part]));
    const responses = Object.fromEntries(found.map(([receptor, name]) => [receptor, name]));
    const made = pointNeuronCell(membrane, record, parts);
    return [{ name: "PointNeuron", ...made, parts: { membrane, responses } }];
  });
}

/** The response equivalent to a receptor; of equivalent names the first. */
function responseOf(
  model: NeuronRecord,
  receptor: string,
  { neuron }: PynnMembrane,
): readonly [string, PynnPart] | undefined {
  const acts = JSON.stringify(model.receptors?.[receptor]?.on);
  return Object.entries(pynnResponses).find(([, { part }]) => {
    const alone = { name: "alone", neuron, receptors: { [receptor]: part as Kinetics } };
    return JSON.stringify(pointNeuron(alone).receptors?.[receptor]?.on) === acts;
  });
}
