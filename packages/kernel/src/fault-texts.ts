import type { FaultKeyword, FaultText, PlacedFault, Subject } from "./fault.ts";

type TextOfFault = (fault: PlacedFault, subject: Subject) => FaultText;

/** Error texts for each schema keyword. */
export const faultTexts: Readonly<Record<FaultKeyword, TextOfFault>> = {
  additionalProperties: ({ params, path }, subject) => {
    const field = String(params["additionalProperty"]);
    const fields = subject.fieldsAt(path);
    return {
      message: `"${clip(field)}" is not a valid field here.`,
      expected: fields.length === 0 ? "no field" : list(fields),
      got: `"${clip(field)}"`,
      next: subject.advise(field, fields) ?? "Remove it.",
    };
  },
  required: ({ params, path }, { value }) => {
    const name = String(params["missingProperty"]);
    const part = valueAt(value, path);
    const fields = typeof part === "object" && part !== null ? Object.keys(part) : [];
    return {
      message: `The field "${name}" is missing.`,
      expected: `"${name}"`,
      got:
        fields.length === 0
          ? "an empty record"
          : clip(fields.slice(0, 20).map(nameText).join(", ")),
      next: `Add "${name}".`,
    };
  },
  propertyNames: ({ params }) => {
    const name = String(params["propertyName"]);
    return {
      message: `"${clip(name)}" is not a valid name here.`,
      expected: "a letter followed by letters, digits and underscores, at most 64 characters",
      got: `"${clip(name)}"`,
      next: "Rename it.",
    };
  },
  type: ({ params, path }, { value }) => {
    const expected = [params["type"]].flat().map(typeName).join(" or ");
    const got = describe(valueAt(value, path));
    const isTime = expected === "a text" && times.has(path.at(-1) ?? "");
    const next =
      isTime && Number.isFinite(Number(got))
        ? `Write it with its unit, such as "${got} ms".`
        : `Write ${expected}.`;
    return { message: "This has the wrong type.", expected, got, next };
  },
  enum: ({ params, path }, subject) => {
    const values = [params["allowedValues"]].flat().map(String);
    const value = valueAt(subject.value, path);
    const advice = typeof value === "string" ? subject.advise(value, values) : undefined;
    return {
      message: "This is not one of the allowed values.",
      expected: list(values),
      got: describe(value),
      next: advice ?? "Choose one of them.",
    };
  },
  const: ({ params, path }, { value }) => {
    const expected = describe(params["allowedValue"]);
    return {
      message: "This is not the only allowed value.",
      expected,
      got: describe(valueAt(value, path)),
      next: `Write ${expected}.`,
    };
  },
  minItems: () => ({
    message: "This list is empty.",
    expected: "at least one entry",
    got: "an empty list",
    next: "Add an entry, or remove the list.",
  }),
  minProperties: () => ({
    message: "This record is empty.",
    expected: "at least one field",
    got: "an empty record",
    next: "Add a field, or remove the record.",
  }),
  minimum: (fault, subject) => range(fault, subject, ["small", "at least"]),
  maximum: (fault, subject) => range(fault, subject, ["large", "at most"]),
  pattern: ({ params, path }, { value }) => {
    const pattern = String(params["pattern"]);
    const expected = patterns[pattern] ?? `a match of ${pattern}`;
    return {
      message: "This text does not have the required form.",
      expected,
      got: describe(valueAt(value, path)),
      next: `Write ${expected}.`,
    };
  },
};

/** Fields that hold a time as text; a bare number there is usually meant in ms. */
const times: ReadonlySet<string> = new Set(["dt", "duration", "every", "start", "stop"]);

function range(
  { params, path }: PlacedFault,
  { value }: Subject,
  [size, bound]: readonly [string, string],
): FaultText {
  const expected = `${bound} ${String(params["limit"])}`;
  return {
    message: `This number is too ${size}.`,
    expected,
    got: describe(valueAt(value, path)),
    next: `Write a number that is ${expected}.`,
  };
}

/** Meanings of the patterns in the schemas, keyed by the pattern itself. */
const patterns: Readonly<Record<string, string>> = {
  "\\S": "a string that is not empty",
  "^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "lower-case words of letters and digits, joined by hyphens",
  "^[A-Za-z][A-Za-z0-9_]{0,63}$":
    "a letter followed by letters, digits and underscores, at most 64 characters",
  "^[A-Za-z][A-Za-z0-9_.-]{0,63}$":
    "a letter followed by letters, digits, underscores, dots and hyphens, at most 64 characters",
  "^[0-9a-f]{64}$": "64 lower-case hexadecimal digits",
  "^(doi:10\\.|isbn:|https?://)": "a string that starts with doi:10., isbn: or https://",
};

/** Read own properties only: an author's key may equal the name of an inherited property. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  let inner = value;
  for (const part of path) {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, part))
      return undefined;
    inner = (inner as Readonly<Record<string, unknown>>)[part];
  }
  return inner;
}

function typeName(type: unknown): string {
  if (type === "object") return "a record";
  if (type === "array") return "a list";
  if (type === "string") return "a text";
  return type === "integer" ? "a whole number" : `a ${String(type)}`;
}

/** Quote a name that contains no letter, to make it visible. */
function nameText(name: string): string {
  return name.trim() === "" ? JSON.stringify(name) : name;
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
