import { RECORD_SHAPE } from "./codes.ts";
import type { SpikeLoomError } from "./errors.ts";
import { fieldsAt } from "./fields.ts";
import { nearestName } from "./nearest.ts";

/** A fault as the generated validator reports it. */
export interface SchemaFault {
  readonly instancePath: string;
  readonly message?: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What was validated, and what to call it. */
export interface Subject {
  readonly value: unknown;
  readonly place: string;
}

interface PlacedFault extends SchemaFault {
  readonly path: readonly string[];
}

/** Turn the faults of a validator into errors: one a mistake, the place first. */
export function explainFaults(
  faults: readonly SchemaFault[],
  subject: Subject,
): readonly SpikeLoomError[] {
  const placed = faults
    .filter((fault) => !repeated.has(fault.keyword) && !isNamePattern(fault, faults))
    .map((fault) => ({ ...fault, path: splitPath(fault.instancePath) }));
  const meant = new Set(placed.flatMap((fault) => missingMeant(fault, placed, subject)));
  const errors = placed
    .filter((fault) => !meant.has(fault))
    .map((fault) => {
      const place = joinPlace(subject.place, fault.path);
      return RECORD_SHAPE({ place, ...(texts[fault.keyword] ?? other)(fault, subject) });
    });
  return [...new Map(errors.map((error) => [error.message, error])).values()];
}

/** Write a place for readers: `neuron "lif" parameters.tau_m.default`. */
function joinPlace(place: string, path: readonly string[]): string {
  const text = path
    .map((part, k) => (/^\d+$/.test(part) ? `[${part}]` : k === 0 ? part : `.${part}`))
    .join("");
  if (text === "") return place;
  return place.endsWith('"') ? `${place} ${text}` : `${place}.${text}`;
}

/** Keywords that repeat what another fault says. */
const repeated: ReadonlySet<string> = new Set(["if", "oneOf", "anyOf"]);

interface FaultText {
  readonly message: string;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  readonly next?: string | undefined;
}

type TextOfFault = (fault: PlacedFault, subject: Subject) => FaultText;

const texts: Readonly<Record<string, TextOfFault>> = {
  additionalProperties: (fault, subject) => {
    const field = String(fault.params["additionalProperty"]);
    const fields = fieldsAt(kindOf(subject), fault.path);
    const nearest = nearestName(field, fields);
    return {
      message: `"${clip(field)}" is not a field here.`,
      next: nearest === undefined ? `It can be ${list(fields)}.` : `Did you mean "${nearest}"?`,
    };
  },
  required: ({ params }) => ({
    message: `The field "${String(params["missingProperty"])}" is missing.`,
  }),
  propertyNames: ({ params }) => ({
    message: `"${clip(String(params["propertyName"]))}" cannot be a name in equations.`,
    expected: "a letter, then letters, digits and underscores, 64 at most",
  }),
  type: ({ params, path }, subject) => ({
    message: "This has the wrong type.",
    expected: [params["type"]].flat().map(typeName).join(" or "),
    got: describe(valueAt(subject.value, path)),
  }),
  enum: ({ params, path }, subject) => {
    const values = [params["allowedValues"]].flat().map(String);
    const value = valueAt(subject.value, path);
    const nearest = typeof value === "string" ? nearestName(value, values) : undefined;
    return {
      message: "This value is not among the possible ones.",
      expected: list(values),
      got: describe(value),
      next: nearest === undefined ? undefined : `Did you mean "${nearest}"?`,
    };
  },
  const: ({ params, path }, subject) => ({
    message: "This value is not the only possible one.",
    expected: String(params["allowedValue"]),
    got: describe(valueAt(subject.value, path)),
  }),
  minItems: () => ({ message: "This list is empty." }),
  minProperties: () => ({ message: "This record is empty." }),
  minimum: ({ params, path }, subject) => ({
    message: "This number is too small.",
    expected: `at least ${String(params["limit"])}`,
    got: describe(valueAt(subject.value, path)),
  }),
  maximum: ({ params, path }, subject) => ({
    message: "This number is too large.",
    expected: `at most ${String(params["limit"])}`,
    got: describe(valueAt(subject.value, path)),
  }),
  pattern: ({ params, path }, subject) => ({
    message: "This text does not have the form that it needs.",
    expected: patterns[String(params["pattern"])] ?? `a match of ${String(params["pattern"])}`,
    got: describe(valueAt(subject.value, path)),
  }),
};

const other: TextOfFault = ({ message, keyword, path }, subject) => ({
  message: `This ${message ?? `breaks the rule ${keyword}`}.`,
  got: describe(valueAt(subject.value, path)),
});

/** What the patterns of the schema mean; keyed by the pattern itself. */
const patterns: Readonly<Record<string, string>> = {
  "\\S": "a text that is not empty",
  "^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "small letters and digits in words joined by hyphens",
  "^[A-Za-z][A-Za-z0-9_]{0,63}$": "a letter, then letters, digits and underscores, 64 at most",
  "^(doi:10\\.|isbn:|https?://)": "a text that starts with doi:10., isbn: or https://",
};

/** The pattern of a name fails beside the rule for names, which says more. */
function isNamePattern(fault: SchemaFault, faults: readonly SchemaFault[]): boolean {
  if (fault.keyword !== "pattern") return false;
  return faults.some(
    (by) => by.keyword === "propertyNames" && by.instancePath === fault.instancePath,
  );
}

/** Find the missing field that a misspelt one stands for; one error is enough for both. */
function missingMeant(
  fault: PlacedFault,
  faults: readonly PlacedFault[],
  subject: Subject,
): readonly PlacedFault[] {
  if (fault.keyword !== "additionalProperties") return [];
  const field = String(fault.params["additionalProperty"]);
  const nearest = nearestName(field, fieldsAt(kindOf(subject), fault.path));
  return faults.filter(
    (by) =>
      by.keyword === "required" &&
      by.instancePath === fault.instancePath &&
      by.params["missingProperty"] === nearest,
  );
}

function kindOf({ value }: Subject): unknown {
  return valueAt(value, ["kind"]);
}

function splitPath(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let inner = value;
  for (const part of path) {
    if (typeof inner !== "object" || inner === null) return undefined;
    inner = (inner as Readonly<Record<string, unknown>>)[part];
  }
  return inner;
}

function typeName(type: unknown): string {
  return type === "object" ? "a record" : type === "array" ? "a list" : `a ${String(type)}`;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a record";
  return typeof value === "string" ? `"${clip(value)}"` : String(value);
}

function clip(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

function list(names: readonly string[]): string {
  return names.length < 2
    ? names.join("")
    : `${names.slice(0, -1).join(", ")} or ${names.at(-1) ?? ""}`;
}
