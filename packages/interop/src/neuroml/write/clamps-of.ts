import type { NeuronRecord } from "@spikeloom/kernel";
import { type Clamp, clampOf } from "../clamps.ts";
import { type Attributed, attributesOf } from "./attributes-of.ts";
import type { WrittenClamp } from "./component.ts";
import type { Writing } from "./writing.ts";

/** Find the clamps among a neuron's currents, as created by the reader. */
export function clampsOf(model: NeuronRecord): readonly Clamp[] {
  const found: Clamp[] = [];
  for (const parameter of Object.keys(model.parameters)) {
    const [, suffix] = /^clamped_(\w+)$/.exec(parameter) ?? [];
    const clamp = suffix === undefined ? undefined : clampOf(model, suffix);
    if (clamp !== undefined) found.push(clamp);
  }
  return found;
}

/** Write the attributes of a clamp, and its weight for each neuron. */
export function writtenClamp(
  writing: Writing,
  { element, suffix, share, rows }: Clamp,
  { name, resolved, place }: Omit<Attributed, "named"> & { readonly place: number },
): WrittenClamp {
  const named = (own: string) => `${own}_${suffix}`;
  return {
    element,
    // The reader appended the position to its id.
    wanted: suffix.endsWith(String(place)) ? suffix.slice(0, -String(place).length) : suffix,
    attributes: attributesOf(writing, rows, { name, resolved, named }),
    shares: resolved.parameters.get(share)?.value ?? 0,
  };
}
