import type { NeuronRecord } from "@spikeloom/kernel";
import type { ParsedNeuron } from "./parsed.ts";

// What a check has read, a run finds again; only of records that cannot change.
const sound = new WeakMap<NeuronRecord, ParsedNeuron>();

/** Give the typed form of a model that was found sound before, if it was. */
export function soundNeuron(record: NeuronRecord): ParsedNeuron | undefined {
  return sound.get(record);
}

/** Keep the typed form of a sound model, unless its record can change. */
export function keepSound(record: NeuronRecord, parsed: ParsedNeuron): void {
  if (isFixed(record)) sound.set(record, parsed);
}

/** Say whether no field can change, of a function that carries fields too. */
function isFixed(value: unknown): boolean {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return true;
  if (!Object.isFrozen(value)) return false;
  const fields = Object.values(Object.getOwnPropertyDescriptors(value));
  return fields.every((field) => !field.enumerable || ("value" in field && isFixed(field.value)));
}
