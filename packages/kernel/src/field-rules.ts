import { RECORD_SHAPE } from "./codes.ts";
import type { SpikeLoomError } from "./errors.ts";
import { printReturn } from "./plugin-returns.ts";

/** Fields by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** Rule for a field of a record; `optional` marks a field that may be omitted. */
export interface FieldRule {
  readonly expected: string;
  readonly optional?: boolean;
  test(value: unknown): boolean;
}

/** Rules of fields by name. */
export type FieldRules = Readonly<Record<string, FieldRule>>;

/** Accept only the given texts. */
export const oneOf = (...values: readonly string[]): FieldRule => ({
  expected: values.map((value) => `"${value}"`).join(", "),
  test: (value) => values.includes(value as string),
});

/** Make a field optional. */
export const maybe = (rule: FieldRule): FieldRule => ({ ...rule, optional: true });

/** A text. */
export const text: FieldRule = {
  expected: "a text",
  test: (value) => typeof value === "string",
};

/** A function. */
export const method: FieldRule = {
  expected: "a function",
  test: (value) => typeof value === "function",
};

/** A record with arbitrary fields. */
export const record: FieldRule = { expected: "a record", test: isRecord };

/** A record of texts. */
export const texts: FieldRule = recordOf("texts", text.test);

/** A non-empty list of texts. */
export const names: FieldRule = {
  expected: "a list of at least one name",
  test: (value) => Array.isArray(value) && value.length > 0 && value.every(text.test),
};

/** Accept a record whose values all pass the same test. */
export function recordOf(what: string, test: (value: unknown) => boolean): FieldRule {
  return {
    expected: `a record of ${what}`,
    test: (value) => isRecord(value) && Object.values(value).every(test),
  };
}

/** List the errors in the fields of a record. */
export function fieldFaults(
  rules: FieldRules,
  fields: Fields,
  { kind, before }: { readonly kind: string; readonly before: string },
): readonly SpikeLoomError[] {
  return Object.entries(rules).flatMap(([field, { expected, optional = false, test }]) => {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (test(value) || (optional && value === undefined)) return [];
    return [
      RECORD_SHAPE({
        place: `${before}${field}`,
        message: `"${field}" of the ${kind} must be ${expected}.`,
        expected,
        got: printReturn(value),
        next: `Add "${field}" to the record.`,
      }),
    ];
  });
}

/** Test whether a value is a record, not a list or null. */
export function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
