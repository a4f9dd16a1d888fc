import { nearestName, type SpikeLoomError } from "@spikeloom/kernel";
import { adviseName } from "../check/advise-name.ts";
import { NETWORK_SHAPE, show } from "../errors.ts";
import { fieldsAt } from "./fields.ts";

/** A fault as the generated validator reports it. */
export interface ShapeFault {
  readonly instancePath: string;
  readonly message?: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Turn the faults of the validator into errors: one a mistake, with its place in the file. */
export function explainShape(
  faults: readonly ShapeFault[],
  value: unknown,
): readonly SpikeLoomError[] {
  const told = faults.filter((fault) => !repeated.has(fault.keyword));
  const meant = new Set(told.flatMap((fault) => missingMeant(fault, told, value)));
  const errors = told
    .filter((fault) => !meant.has(fault) && !isNamePattern(fault, told))
    .map((fault) => {
      const place = placeOf(fault.instancePath);
      return NETWORK_SHAPE({ place, ...(texts[fault.keyword] ?? other)(fault, value) });
    });
  return [...new Map(errors.map((error) => [error.message, error])).values()];
}

/** Keywords that repeat what another fault says. */
const repeated: ReadonlySet<string> = new Set(["if", "allOf"]);

interface FaultText {
  readonly message: string;
  readonly expected?: string;
  readonly got?: string;
  readonly next?: string;
}

const texts: Readonly<Record<string, (fault: ShapeFault, value: unknown) => FaultText>> = {
  additionalProperties: ({ params, instancePath }, value) => {
    const field = String(params["additionalProperty"]);
    const fields = fieldsAt(value, split(instancePath));
    return {
      message: `"${field.slice(0, 60)}" is not a field here.`,
      next: adviseName(field, fields, `It can be ${fields.join(", ")}.`),
    };
  },
  required: ({ params }) => ({
    message: `The field "${String(params["missingProperty"])}" is missing.`,
    next: "Add it.",
  }),
  propertyNames: ({ params }) => ({
    message: `"${String(params["propertyName"]).slice(0, 60)}" cannot be a name here.`,
    expected: "a letter, then letters, digits and underscores, 64 at most",
  }),
  type: ({ params, instancePath }, value) => ({
    message: "This has the wrong type.",
    expected: [params["type"]].flat().map(typeName).join(" or "),
    got: show(valueAt(value, instancePath)),
  }),
  enum: ({ params, instancePath }, value) => {
    const values = [params["allowedValues"]].flat().map(String);
    const got = valueAt(value, instancePath);
    return {
      message: "This is not among the possible values.",
      expected: values.join(", "),
      got: show(got),
      ...(typeof got === "string" && { next: adviseName(got, values, "Choose one of them.") }),
    };
  },
  const: ({ params, instancePath }, value) => ({
    message: "This is not the only possible value.",
    expected: show(params["allowedValue"]),
    got: show(valueAt(value, instancePath)),
  }),
};

function other({ message, keyword, instancePath }: ShapeFault, value: unknown): FaultText {
  return {
    message: `This ${message ?? `breaks the rule "${keyword}"`}.`,
    got: show(valueAt(value, instancePath)),
  };
}

/** The pattern of a name fails beside the rule for names, which says more. */
function isNamePattern(fault: ShapeFault, faults: readonly ShapeFault[]): boolean {
  if (fault.keyword !== "pattern") return false;
  return faults.some(
    (by) => by.keyword === "propertyNames" && by.instancePath === fault.instancePath,
  );
}

/** Find the missing field that a misspelt one stands for; one error is enough for both. */
function missingMeant(
  fault: ShapeFault,
  faults: readonly ShapeFault[],
  value: unknown,
): readonly ShapeFault[] {
  if (fault.keyword !== "additionalProperties") return [];
  const field = String(fault.params["additionalProperty"]);
  const nearest = nearestName(field, fieldsAt(value, split(fault.instancePath)));
  return faults.filter(
    (by) =>
      by.keyword === "required" &&
      by.instancePath === fault.instancePath &&
      by.params["missingProperty"] === nearest,
  );
}

/** Split the pointer to a fault into its keys. */
export function split(pointer: string): readonly string[] {
  const parts = pointer.split("/").slice(1);
  return parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function placeOf(pointer: string): string {
  const text = split(pointer)
    .map((part, k) => (/^\d+$/.test(part) ? `[${part}]` : k === 0 ? part : `.${part}`))
    .join("");
  return text === "" ? "the network" : text;
}

function valueAt(value: unknown, pointer: string): unknown {
  let inner = value;
  for (const part of split(pointer)) {
    if (typeof inner !== "object" || inner === null) return undefined;
    inner = (inner as Readonly<Record<string, unknown>>)[part];
  }
  return inner;
}

function typeName(type: unknown): string {
  return type === "object" ? "a record" : type === "array" ? "a list" : `a ${String(type)}`;
}
