import type { DynamicSynapses, OpenProjection } from "@spikeloom/program";
import { NOT_TRAINED } from "../errors.ts";

/** A variable of the sources that synapses transmit, and the input to which it is added. */
export interface CarriedVariable {
  readonly variable: string;
  readonly into: string;
}

/**
 * Find what the synapses of a projection transmit if they send no spikes: a variable of their sources, times a weight.
 *
 * Throws `SL_NOT_TRAINED` if they do more than that.
 */
export function carriedVariable(
  { name }: Pick<OpenProjection, "name">,
  { program }: DynamicSynapses,
  place: string,
): CarriedVariable {
  const [coupling, second] = program.coupling;
  const { synapse, source, target, common, step, deliver, post, named, filters } = program;
  const states = [...synapse.slice(1), ...source, ...target, ...common];
  const acts = [step, deliver, post].some((one) => one !== undefined) || named.size > 0;
  const isPlain = states.length === 0 && filters.length === 0 && !acts && second === undefined;
  const variable = coupling && sourceVariable(program, coupling.value);
  if (isPlain && variable !== undefined) return { variable, into: coupling?.into ?? "" };
  throw NOT_TRAINED({
    place,
    message: `The synapses of "${name}" do more than transmit a weight.`,
    expected: "no synapse model, or one that couples weight times a variable of the source",
    next: "Remove the synapse model and the plasticity rule, or use analog-values.",
  });
}

type Program = DynamicSynapses["program"];

/** Return the variable of the source whose product with the weight is transmitted. */
function sourceVariable(
  { reads }: Program,
  value: Program["coupling"][number]["value"],
): string | undefined {
  if (value.kind !== "multiply") return undefined;
  const names = [value.left, value.right].map((one) => (one.kind === "name" ? one.name : ""));
  const other = names.find((one) => one !== "weight");
  if (!names.includes("weight")) return undefined;
  return reads.find((one) => one.name === other && one.of === "pre")?.variable;
}
