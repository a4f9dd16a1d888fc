import type { SchemaFault } from "../fault.ts";
import { type Check, type Compile, refuse } from "./rule.ts";
import type { Schema, TypeName } from "./schema.ts";
import { arrayRules, numberRules, objectRules, textRules } from "./typed-rules.ts";

/** Compile a schema into a check that returns all faults of a value. */
export function schemaCheck(schema: Schema): (value: unknown) => readonly SchemaFault[] {
  let check: Check | undefined;
  return (value) => {
    // Most programs check few kinds of records, so schemas are compiled lazily.
    check ??= compiler(schema)(schema);
    const faults: SchemaFault[] = [];
    check(value, "", faults);
    return faults;
  };
}

function compiler(root: Schema): Compile {
  const known = new Map<string, Check>();
  const define = (reference: string): Check => {
    const schema = root.$defs?.[reference.slice("#/$defs/".length)];
    if (schema === undefined) throw new Error(`The schema has no ${reference}.`);
    const check = known.get(reference) ?? compile(schema);
    known.set(reference, check);
    return check;
  };
  // Resolved at the first call, because a schema may contain itself.
  const named = (reference: string): Check => {
    let check: Check | undefined;
    return (value, pointer, into) => {
      check ??= define(reference);
      return check(value, pointer, into);
    };
  };
  const compile: Compile = (schema) => {
    if (schema.$ref !== undefined) return named(schema.$ref);
    const types = [schema.type ?? []].flat();
    const rules: readonly (Check | undefined)[] = [
      typeRule(types),
      valueRule(schema),
      ...(schema.allOf ?? []).map(compile),
      choiceRule(schema, compile),
      guarded("number", numberRules(schema)),
      guarded("string", textRules(schema)),
      guarded("array", arrayRules(schema, compile)),
      guarded("object", objectRules(schema, compile)),
    ];
    return inOrder(rules.filter((rule) => rule !== undefined));
  };
  return compile;
}

function inOrder(rules: readonly Check[]): Check {
  const [first = () => true, ...others] = rules;
  if (others.length === 0) return first;
  return (value, pointer, into) => {
    let fits = true;
    for (const rule of rules) {
      if (rule(value, pointer, into)) continue;
      if (into === undefined) return false;
      fits = false;
    }
    return fits;
  };
}

/** Apply the rules of a type only to values of that type; the type rule reports the others. */
function guarded(type: TypeName, rules: readonly Check[]): Check | undefined {
  if (rules.length === 0) return undefined;
  const check = inOrder(rules);
  return (value, pointer, into) => !isOfType[type](value) || check(value, pointer, into);
}

const isOfType: Readonly<Record<TypeName, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => Number.isFinite(value),
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  null: (value) => value === null,
};

function typeRule(types: readonly TypeName[]): Check | undefined {
  if (types.length === 0) return undefined;
  const type = types.length === 1 ? types[0] : types;
  return (value, pointer, into) =>
    types.some((one) => isOfType[one](value)) || refuse(into, pointer, "type", { type });
}

function valueRule(schema: Schema): Check | undefined {
  const { enum: values } = schema;
  if (values !== undefined) {
    return (value, pointer, into) =>
      values.includes(value) || refuse(into, pointer, "enum", { allowedValues: values });
  }
  if (!("const" in schema)) return undefined;
  return (value, pointer, into) =>
    value === schema.const || refuse(into, pointer, "const", { allowedValue: schema.const });
}

function choiceRule(
  { if: condition, then: first, else: second }: Schema,
  compile: Compile,
): Check | undefined {
  if (condition === undefined) return undefined;
  const isSo = compile(condition);
  const [whenSo, whenNot] = [first, second].map((one) => one && compile(one));
  return (value, pointer, into) => {
    const chosen = isSo(value, pointer, undefined) ? whenSo : whenNot;
    return chosen === undefined || chosen(value, pointer, into);
  };
}
