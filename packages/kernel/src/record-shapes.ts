import type { SpikeLoomError } from "./errors.ts";
import {
  type FieldRule,
  type FieldRules,
  type Fields,
  fieldFaults,
  isRecord,
  maybe,
  method,
  names,
  oneOf,
  record,
  recordOf,
  text,
  texts,
} from "./field-rules.ts";

/** List errors in the data of a plugin other than a model: see specs/plugins.md. */
export function shapeFaults(
  kind: string,
  fields: Fields,
  place: string,
): readonly SpikeLoomError[] {
  if (kind === "integrator") return integratorFaults(fields, place);
  if (kind === "encoder") return encoderFaults(fields, place);
  const rules = Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
  return rules === undefined ? [] : fieldFaults(rules, fields, { kind, before: `${place} ` });
}

// An exact scheme has infinite order.
const order: FieldRule = {
  expected: "a number above 0",
  test: (value) => typeof value === "number" && value > 0,
};

const scheme: FieldRules = {
  handles: oneOf("any", "conditionally-linear", "linear"),
  noise: oneOf("none", "additive", "diagonal", "any"),
  order,
  strongOrder: maybe(order),
  stages: maybe(texts),
  guard: maybe(text),
  linear: maybe(oneOf("exact")),
  leading: maybe(record),
};

const leading: FieldRules = {
  variables: names,
  stages: maybe(texts),
  update: text,
  others: oneOf("start", "middle"),
};

function integratorFaults(fields: Fields, place: string): readonly SpikeLoomError[] {
  // Linear equations are solved exactly, without a scheme.
  const update = fields["handles"] === "linear" ? maybe(text) : text;
  const kind = "integrator";
  const own = fieldFaults({ ...scheme, update }, fields, { kind, before: `${place} ` });
  const inner = fields["leading"];
  if (!isRecord(inner)) return own;
  return [...own, ...fieldFaults(leading, inner, { kind, before: `${place} leading.` })];
}

const contents: ReadonlySet<unknown> = new Set(["network", "model", "result", "layers"]);
const types: ReadonlySet<unknown> = new Set(["number", "integer", "boolean", "text"]);

const options: FieldRule = recordOf(
  'options, each with "about" and "type"',
  (option) => isRecord(option) && text.test(option["about"]) && types.has(option["type"]),
);

const wanted = (value: unknown): boolean =>
  isRecord(value) &&
  Object.values(value).length > 0 &&
  Object.values(value).every((one) => one === true || ["string", "number"].includes(typeof one));

/** Rules for the fields of a format mark. */
const markFields: Readonly<Record<string, (value: unknown) => boolean>> = {
  xml: text.test,
  json: wanted,
  attributes: wanted,
  paths: (value) => Array.isArray(value) && value.every((one) => /^\/./.test(String(one))),
  start: text.test,
};

const marks: FieldRule = {
  expected: "a list of marks, each with xml, json, attributes, paths or start",
  test: (value) =>
    Array.isArray(value) &&
    value.every(
      (mark) =>
        isRecord(mark) &&
        Object.keys(mark).length > 0 &&
        Object.entries(mark).every(([name, one]) =>
          Object.hasOwn(markFields, name) ? markFields[name]?.(one) : false,
        ),
    ),
};

const format: FieldRules = {
  extensions: {
    expected: "a list of file name extensions, such as .h5",
    test: (value) => Array.isArray(value) && value.every((one) => /^\.\S+$/.test(String(one))),
  },
  holds: {
    expected: `a list of at least one of ${[...contents].join(", ")}`,
    test: (value) =>
      Array.isArray(value) && value.length > 0 && value.every((one) => contents.has(one)),
  },
  marks: maybe(marks),
  options,
  losses: texts,
  read: maybe(method),
  write: maybe(method),
};

const parameters: FieldRule = recordOf(
  'parameters, each with "default" and "about"',
  (row) =>
    isRecord(row) &&
    text.test(row["about"]) &&
    ["string", "number"].includes(typeof row["default"]),
);

function encoderFaults(fields: Fields, place: string): readonly SpikeLoomError[] {
  const still = fields["begin"] === undefined;
  // Exactly one of static values and a signal.
  const none: FieldRule = {
    expected: 'nothing in addition to "begin"',
    test: (one) => one === undefined,
  };
  const rules = { parameters, decode: maybe(method), begin: maybe(method) };
  const spikes = still ? method : none;
  const isFlag = (one: unknown): boolean =>
    one === undefined || (still && typeof one === "boolean");
  const valueByValue: FieldRule = { expected: 'true or false, without "begin"', test: isFlag };
  return fieldFaults({ ...rules, spikes, valueByValue }, fields, {
    kind: "encoder",
    before: `${place} `,
  });
}

const limits: FieldRule = recordOf(
  'limits, each with "value", "unit", "about" and "source"',
  (limit) =>
    isRecord(limit) &&
    Number.isFinite(limit["value"]) &&
    [limit["unit"], limit["about"], limit["source"]].every(text.test),
);

const shapes: Readonly<Record<string, FieldRules>> = {
  backend: {
    time: maybe(oneOf("steps", "continuous")),
    chip: maybe(text),
    options: maybe(options),
  },
  connector: { module: maybe(text) },
  format,
  learning: { parameters },
  hardware: { limits, losses: texts },
};
