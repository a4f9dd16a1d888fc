import { checkModel, RECORD_SHAPE, type SpikeLoomError } from "@spikeloom/kernel";
import type { Reading } from "./reading.ts";

/** Check that a value of unknown origin is a record of one kind of model. */
export function checkShape(
  record: unknown,
  { kind, place }: { readonly kind: Reading["kind"]; readonly place: string },
): readonly SpikeLoomError[] {
  const faults = checkModel(record, place);
  if (faults.length > 0) return faults;
  const { kind: got } = record as { readonly kind: string };
  if (got === kind) return [];
  return [
    RECORD_SHAPE({ place, message: "This is a model of another kind.", expected: kind, got }),
  ];
}

/** Name a model for errors: `neuron "lif"`. */
export function nameModel(kind: Reading["kind"], record: unknown): string {
  const isRecord = (typeof record === "object" && record !== null) || typeof record === "function";
  const name = isRecord ? (record as { readonly name?: unknown }).name : undefined;
  return typeof name === "string" ? `${kind} "${name.slice(0, 80)}"` : kind;
}
