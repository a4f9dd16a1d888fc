import type { Expression, ExpressionKind } from "@spikeloom/equations";
import { type Codec, defined, type Json, number, numberJson, refuse } from "./codec.ts";

/** Nesting that readers follow. */
const deepest = 500;

/** Parts of each kind; a call has any number. */
const parts: Readonly<
  Record<Exclude<ExpressionKind, "number" | "name" | "call">, readonly string[]>
> = {
  negate: ["of"],
  not: ["of"],
  ...sides("add", "subtract", "multiply", "divide", "floor_divide", "modulo", "power"),
  ...sides("less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "and", "or"),
  select: ["condition", "then", "otherwise"],
};

function sides<Kind extends string>(...kinds: readonly Kind[]): Record<Kind, readonly string[]> {
  const both = kinds.map((kind) => [kind, ["left", "right"]] as const);
  return Object.fromEntries(both) as unknown as Record<Kind, readonly string[]>;
}

function write(e: Expression): Json {
  if (e.kind === "name") return e.name;
  if (e.kind === "call") return ["call", e.name, ...e.args.map(write)];
  if (e.kind !== "number") {
    const fields = e as unknown as Readonly<Record<string, Expression>>;
    return [e.kind, ...parts[e.kind].map((part) => write(fields[part] as Expression))];
  }
  const value = numberJson(e.value);
  return typeof value === "number" ? value : ["number", value];
}

function read(data: unknown, place: string, depth = 0): Expression {
  if (typeof data === "string") return { kind: "name", name: data };
  if (typeof data === "number") return { kind: "number", value: data };
  if (!Array.isArray(data) || depth > deepest) {
    return refuse(place, `an expression, at most ${deepest} deep`, data);
  }
  const [kind, ...rest] = data as readonly unknown[];
  if (kind === "number") return { kind, value: number.read(rest[0], `${place}[1]`, "json") };
  const part = (one: unknown, k: number): Expression => read(one, `${place}[${k + 1}]`, depth + 1);
  if (kind === "call" && typeof rest[0] === "string") {
    return { kind, name: rest[0], args: rest.slice(1).map((one, k) => part(one, k + 1)) };
  }
  const names =
    typeof kind === "string" && Object.hasOwn(parts, kind) ? parts[kind as keyof typeof parts] : [];
  if (names.length === 0 || names.length !== rest.length) {
    return refuse(place, "a kind of expression with its parts", data);
  }
  return Object.fromEntries([
    ["kind", kind],
    ...names.map((name, k) => [name, part(rest[k], k)]),
  ]) as unknown as Expression;
}

const self: Json = { $ref: "#/$defs/expression" };

function listOf(...items: readonly Json[]): Json {
  const { length } = items;
  return { type: "array", prefixItems: items, minItems: length, maxItems: length };
}

function kindsOf(count: number): readonly string[] {
  return Object.entries(parts).flatMap(([kind, own]) => (own.length === count ? [kind] : []));
}

/**
 * An expression as nested lists: `["add", "v", ["multiply", 2, "x"]]`.
 *
 * A name is a text, a number a number, anything else its kind followed by its parts; a call starts with its function's name.
 * Numbers that JSON lacks are written `["number", "inf"]`.
 */
export const expression: Codec<Expression> = defined("expression", {
  write: (value, form) => (form === "clone" ? value : write(value)),
  read: (data, place, form) => (form === "clone" ? (data as Expression) : read(data, place)),
  schema: {
    anyOf: [
      { type: "string" },
      { type: "number" },
      listOf({ const: "number" }, number.schema),
      listOf({ enum: kindsOf(1) }, self),
      listOf({ enum: kindsOf(2) }, self, self),
      listOf({ enum: kindsOf(3) }, self, self, self),
      {
        type: "array",
        prefixItems: [{ const: "call" }, { type: "string" }],
        minItems: 2,
        items: self,
      },
    ],
  },
});
