import { RECORD_SHAPE } from "./codes.ts";
import type { PluginRecord } from "./contracts/stack.ts";
import type { SpikeLoomError } from "./errors.ts";
import { validateModel } from "./generated/validate-model.ts";

interface SchemaFault {
  readonly instancePath: string;
  readonly message?: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Check the shape of a model record of unknown origin; returns all faults, none if it is sound. */
export function checkModel(value: unknown, place: string): readonly SpikeLoomError[] {
  const plain: unknown = typeof value === "function" ? JSON.parse(JSON.stringify(value)) : value;
  if (validateModel(plain)) return [];
  const faults = (validateModel.errors ?? []) as readonly SchemaFault[];
  return faults
    .filter((fault) => fault.keyword !== "if" && fault.keyword !== "oneOf")
    .map((fault) => RECORD_SHAPE({ place: placeOf(place, fault), message: messageOf(fault) }));
}

/** Check the shape of any plugin record. */
export function checkRecord(record: PluginRecord, place: string): readonly SpikeLoomError[] {
  const methods = methodsOfKind[record.kind];
  if (methods === undefined) {
    return [RECORD_SHAPE({ place, message: "This is no plugin kind.", got: String(record.kind) })];
  }
  if (methods === "model") return checkModel(record, place);
  const fields = record as unknown as Readonly<Record<string, unknown>>;
  const texts = ["name", "about"].filter((field) => typeof fields[field] !== "string");
  const missing = methods.filter((field) => typeof fields[field] !== "function");
  return [
    ...texts.map((field) => RECORD_SHAPE({ place, message: `"${field}" must be a text.` })),
    ...missing.map((field) => RECORD_SHAPE({ place, message: `"${field}" must be a function.` })),
  ];
}

const methodsOfKind: Readonly<Record<PluginRecord["kind"], "model" | readonly string[]>> = {
  neuron: "model",
  synapse: "model",
  plasticity: "model",
  integrator: [],
  encoder: ["neurons", "encode"],
  connector: ["plan"],
  learning: ["train"],
  backend: ["prepare"],
  hardware: ["map"],
  format: [],
};

function placeOf(place: string, fault: SchemaFault): string {
  return place + fault.instancePath.replaceAll("/", ".").replaceAll("~1", "/");
}

function messageOf(fault: SchemaFault): string {
  const extra = fault.params["additionalProperty"];
  if (typeof extra === "string") return `"${extra}" is not a field here.`;
  const text = fault.message ?? fault.keyword;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
