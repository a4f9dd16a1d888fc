import { RECORD_SHAPE } from "./codes.ts";
import type { SpikeLoomError } from "./errors.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What a field of an integrator has to be; one that may be left out is marked by `optional`. */
interface FieldRule {
  readonly expected: string;
  readonly optional?: boolean;
  test(value: unknown): boolean;
}

const oneOf = (...values: readonly string[]): FieldRule => ({
  expected: values.map((value) => `"${value}"`).join(", "),
  test: (value) => values.includes(value as string),
});
const text: FieldRule = { expected: "a text", test: (value) => typeof value === "string" };
// What is exact has no end to its order.
const order: FieldRule = {
  expected: "a number above 0",
  test: (value) => typeof value === "number" && value > 0,
};
const texts: FieldRule = {
  expected: "a record of texts",
  test: (value) => isRecord(value) && Object.values(value).every(text.test),
};
const names: FieldRule = {
  expected: "a list of names, one at least",
  test: (value) => Array.isArray(value) && value.length > 0 && value.every(text.test),
};
const maybe = (rule: FieldRule): FieldRule => ({ ...rule, optional: true });

const scheme: Readonly<Record<string, FieldRule>> = {
  handles: oneOf("any", "conditionally-linear", "linear"),
  noise: oneOf("none", "additive", "diagonal", "any"),
  order,
  strongOrder: maybe(order),
  stages: maybe(texts),
  guard: maybe(text),
  linear: maybe(oneOf("exact")),
  leading: maybe({ expected: "a record", test: isRecord }),
};

const leading: Readonly<Record<string, FieldRule>> = {
  variables: names,
  stages: maybe(texts),
  update: text,
  others: oneOf("start", "middle"),
};

/** List what is wrong with an integrator, which is data: see specs/plugins.md. */
export function integratorFaults(record: Fields, place: string): readonly SpikeLoomError[] {
  // What is linear is solved exactly, without a scheme.
  const update = record["handles"] === "linear" ? maybe(text) : text;
  const own = faultsOf({ ...scheme, update }, record, `${place} `);
  const inner = record["leading"];
  return isRecord(inner) ? [...own, ...faultsOf(leading, inner, `${place} leading.`)] : own;
}

function faultsOf(
  rules: Readonly<Record<string, FieldRule>>,
  record: Fields,
  before: string,
): readonly SpikeLoomError[] {
  return Object.entries(rules).flatMap(([field, { expected, optional = false, test }]) => {
    const value = Object.hasOwn(record, field) ? record[field] : undefined;
    if (test(value) || (optional && value === undefined)) return [];
    return [
      RECORD_SHAPE({
        place: `${before}${field}`,
        message: `"${field}" of an integrator must be ${expected}.`,
        expected,
        got: typeof value === "string" ? JSON.stringify(value.slice(0, 60)) : printed(value),
        next: `Give the record "${field}".`,
      }),
    ];
  });
}

function printed(value: unknown): string {
  return typeof value === "number" ? String(value) : value === null ? "null" : typeof value;
}

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
