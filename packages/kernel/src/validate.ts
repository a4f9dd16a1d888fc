import { RECORD_SHAPE } from "./codes.ts";
import type { PluginRecord } from "./contracts/stack.ts";
import type { SpikeLoomError } from "./errors.ts";
import type { Subject } from "./fault.ts";
import { explainFaults, pathText } from "./faults.ts";
import { fieldsAt } from "./fields.ts";
import { modelSchema } from "./generated/model-schema.ts";
import { isFixed } from "./known-texts.ts";
import { nearestName } from "./nearest.ts";
import { recordFields } from "./record-fields.ts";
import { shapeFaults } from "./record-shapes.ts";
import { schemaCheck } from "./schema/schema-check.ts";

const modelFaults = schemaCheck(modelSchema);

/** Records whose shape is covered by tests. */
const shaped = new WeakSet<object>();

/** Skip the shape check of a record covered by tests, unless it is mutable. */
export function trustShape(record: object): void {
  shaped.add(record);
}

/**
 * Check the shape of a model record of unknown origin; returns all faults.
 *
 * Returns an empty list if the record is valid.
 *
 * `place` starts the place of each error; a path into the record follows it.
 */
export function checkModel(value: unknown, place: string): readonly SpikeLoomError[] {
  if (isObject(value) && shaped.has(value) && isFixed(value)) return [];
  const plain = typeof value === "function" ? recordOf(value) : value;
  const faults = modelFaults(plain);
  return faults.length === 0 ? [] : explainFaults(faults, modelSubject(plain, place));
}

/** Test whether a value can have fields. */
export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function modelSubject(value: unknown, place: string): Subject {
  const isRecord = typeof value === "object" && value !== null && Object.hasOwn(value, "kind");
  const kind = isRecord ? (value as { readonly kind: unknown }).kind : undefined;
  return {
    value,
    place,
    placeOf(path) {
      const text = pathText(path);
      if (text === "") return place;
      return place.endsWith('"') ? `${place} ${text}` : `${place}.${text}`;
    },
    fieldsAt: (path) => fieldsAt(kind, path),
    nearest: nearestName,
    advise(name, known) {
      const nearest = nearestName(name, known);
      return nearest === undefined ? undefined : `Did you mean "${nearest}"?`;
    },
    error: RECORD_SHAPE,
  };
}

/** Check the shape of any plugin record. */
export function checkRecord(record: PluginRecord, place: string): readonly SpikeLoomError[] {
  const kind = String(record.kind);
  const methods = Object.hasOwn(methodsOfKind, kind) ? methodsOfKind[record.kind] : undefined;
  if (methods === undefined) {
    return [RECORD_SHAPE({ place, message: "This is not a kind of plugin.", got: kind })];
  }
  if (methods === "model") return checkModel(record, place);
  const fields = record as unknown as Readonly<Record<string, unknown>>;
  const known = Object.keys(recordFields[record.kind]);
  const unknown = Object.keys(fields).filter((field) => !known.includes(field));
  const texts = ["name", "about"].filter((field) => typeof fields[field] !== "string");
  const missing = methods.filter((field) => typeof fields[field] !== "function");
  return [
    ...unknown.map((field) => unknownField(field, { known, place })),
    ...texts.map((field) => wrongField(fields[field], { place, field, expected: "a text" })),
    ...missing.map((field) => wrongField(fields[field], { place, field, expected: "a function" })),
    ...shapeFaults(kind, fields, place),
  ];
}

function unknownField(
  field: string,
  { known, place }: { readonly known: readonly string[]; readonly place: string },
): SpikeLoomError {
  const nearest = nearestName(field, known);
  return RECORD_SHAPE({
    place: `${place} ${field}`,
    message: `"${field}" is not a field here.`,
    expected: known.join(", "),
    got: `"${field}"`,
    next: nearest === undefined ? "Remove it." : `Did you mean "${nearest}"?`,
  });
}

function wrongField(
  value: unknown,
  {
    place,
    field,
    expected,
  }: { readonly place: string; readonly field: string; readonly expected: string },
): SpikeLoomError {
  return RECORD_SHAPE({
    place: `${place} ${field}`,
    message: `"${field}" must be ${expected}.`,
    expected,
    got: value === null ? "null" : typeof value,
    next: `Add "${field}" to the record.`,
  });
}

const methodsOfKind: Readonly<Record<PluginRecord["kind"], "model" | readonly string[]>> = {
  neuron: "model",
  synapse: "model",
  plasticity: "model",
  integrator: [],
  encoder: ["neurons"],
  connector: ["plan"],
  learning: ["begin"],
  backend: ["check", "estimate", "prepare"],
  hardware: ["map", "emulate"],
  format: [],
};

/** Return the record carried by a defined model, which is a function; any other function carries none. */
function recordOf(value: object): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : JSON.parse(text);
}
