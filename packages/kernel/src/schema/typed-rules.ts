import { type Check, type Compile, refuse } from "./rule.ts";
import type { Schema } from "./schema.ts";

/** Compile the rules for numbers. */
export function numberRules({ minimum, maximum }: Schema): readonly Check[] {
  const rules: Check[] = [];
  if (maximum !== undefined) {
    rules.push(
      (value, pointer, into) =>
        (value as number) <= maximum || refuse(into, pointer, "maximum", { limit: maximum }),
    );
  }
  if (minimum !== undefined) {
    rules.push(
      (value, pointer, into) =>
        (value as number) >= minimum || refuse(into, pointer, "minimum", { limit: minimum }),
    );
  }
  return rules;
}

/** Compile the rules for texts. */
export function textRules({ pattern }: Schema): readonly Check[] {
  if (pattern === undefined) return [];
  const form = new RegExp(pattern, "u");
  return [
    (value, pointer, into) =>
      form.test(value as string) || refuse(into, pointer, "pattern", { pattern }),
  ];
}

/** Compile the rules for lists. */
export function arrayRules({ minItems, items }: Schema, compile: Compile): readonly Check[] {
  const rules: Check[] = [];
  if (minItems !== undefined) {
    rules.push(
      (value, pointer, into) =>
        (value as readonly unknown[]).length >= minItems ||
        refuse(into, pointer, "minItems", { limit: minItems }),
    );
  }
  if (items !== undefined) rules.push(everyItem(compile(items)));
  return rules;
}

function everyItem(check: Check): Check {
  return (value, pointer, into) => {
    let fits = true;
    for (const [k, item] of (value as readonly unknown[]).entries()) {
      if (check(item, `${pointer}/${k}`, into)) continue;
      if (into === undefined) return false;
      fits = false;
    }
    return fits;
  };
}

/** Compile the rules for records. */
export function objectRules(schema: Schema, compile: Compile): readonly Check[] {
  const { minProperties, required, propertyNames, additionalProperties, properties } = schema;
  const rules: Check[] = [];
  if (minProperties !== undefined) {
    rules.push(
      (value, pointer, into) =>
        Object.keys(value as object).length >= minProperties ||
        refuse(into, pointer, "minProperties", { limit: minProperties }),
    );
  }
  if (required !== undefined) rules.push(hasAll(required));
  if (propertyNames !== undefined) rules.push(everyName(compile(propertyNames)));
  if (additionalProperties !== undefined) {
    const others = additionalProperties === false ? false : compile(additionalProperties);
    rules.push(otherFields(new Set(Object.keys(properties ?? {})), others));
  }
  if (properties !== undefined) {
    const checks = Object.entries(properties).map(
      ([name, inner]) => [name, compile(inner)] as const,
    );
    rules.push(knownFields(checks));
  }
  return rules;
}

type Fields = Readonly<Record<string, unknown>>;

function hasAll(required: readonly string[]): Check {
  return (value, pointer, into) => {
    let fits = true;
    for (const missingProperty of required) {
      if ((value as Fields)[missingProperty] !== undefined) continue;
      fits = refuse(into, pointer, "required", { missingProperty });
      if (into === undefined) return false;
    }
    return fits;
  };
}

function everyName(check: Check): Check {
  return (value, pointer, into) => {
    let fits = true;
    for (const propertyName in value as Fields) {
      if (check(propertyName, pointer, into)) continue;
      fits = refuse(into, pointer, "propertyNames", { propertyName });
      if (into === undefined) return false;
    }
    return fits;
  };
}

function otherFields(known: ReadonlySet<string>, others: Check | false): Check {
  return (value, pointer, into) => {
    let fits = true;
    for (const name in value as Fields) {
      if (known.has(name)) continue;
      if (others !== false) {
        if (others((value as Fields)[name], inside(pointer, name), into)) continue;
        fits = false;
      } else fits = refuse(into, pointer, "additionalProperties", { additionalProperty: name });
      if (into === undefined) return false;
    }
    return fits;
  };
}

function knownFields(checks: readonly (readonly [string, Check])[]): Check {
  return (value, pointer, into) => {
    let fits = true;
    for (const [name, check] of checks) {
      const inner = (value as Fields)[name];
      if (inner === undefined || check(inner, `${pointer}/${name}`, into)) continue;
      if (into === undefined) return false;
      fits = false;
    }
    return fits;
  };
}

/** Append a field to a JSON pointer (RFC 6901). */
function inside(pointer: string, name: string): string {
  const isPlain = !name.includes("~") && !name.includes("/");
  return `${pointer}/${isPlain ? name : name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
