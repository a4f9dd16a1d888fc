import { PROGRAM_FILE } from "../errors.ts";

/** A JSON value. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/**
 * Form in which values are written.
 *
 * `json` has JSON values alone. `clone` is for other threads: arrays of numbers and expressions stay as they are, so that a
 * structured clone keeps shared parts of expressions shared.
 */
export type Form = "json" | "clone";

/** Writes values of one type and reads them back equal, validating unknown input. */
export interface Codec<T> {
  write(value: T, form?: Form): unknown;
  /** Read a value; what it is not is refused with its place. */
  read(data: unknown, place: string, form?: Form): T;
  /** JSON schema of what is written as `json`. */
  readonly schema: Json;
}

/** Codec of a field that may be absent. */
export interface OptionalCodec<T> extends Codec<T> {
  readonly isOptional: true;
}

/** Let a field be absent. */
export function optional<T>(codec: Codec<T>): OptionalCodec<T> {
  return { ...codec, isOptional: true };
}

const definitions = new Map<string, Json>();

/** Name the schema of a codec, so that others refer to it instead of repeating it. */
export function defined<T>(name: string, codec: Codec<T>): Codec<T> {
  definitions.set(name, codec.schema);
  return { ...codec, schema: { $ref: `#/$defs/${name}` } };
}

/** Schemas by name, as others refer to them. */
export function schemaDefinitions(): Json {
  return Object.fromEntries(definitions);
}

/** Reject data. */
export function refuse(place: string, expected: string, data: unknown): never {
  const got = data === undefined ? "nothing" : (JSON.stringify(data)?.slice(0, 60) ?? typeof data);
  throw PROGRAM_FILE({ place, expected, got });
}

/** A text. */
export const text: Codec<string> = {
  write: (value) => value,
  read: (data, place) => (typeof data === "string" ? data : refuse(place, "a text", data)),
  schema: { type: "string" },
};

/** True or false. */
export const flag: Codec<boolean> = {
  write: (value) => value,
  read: (data, place) => (typeof data === "boolean" ? data : refuse(place, "true or false", data)),
  schema: { type: "boolean" },
};

/** Numbers that JSON has not. */
const special: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
  "-0": -0,
};

/** Write a number as JSON, preserving all bits. */
export function numberJson(value: number): number | string {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return Object.entries(special).find(([, one]) => Object.is(one, value))?.[0] ?? value;
}

/** A number, preserving all bits. */
export const number: Codec<number> = defined("number", {
  write: (value, form) => (form === "clone" ? value : numberJson(value)),
  read(data, place) {
    if (typeof data === "number") return data;
    const found =
      typeof data === "string" && Object.hasOwn(special, data) ? special[data] : undefined;
    return found ?? refuse(place, "a number, or one of inf, -inf, nan and -0", data);
  },
  schema: { anyOf: [{ type: "number" }, { enum: Object.keys(special) }] },
});

/** A whole number from 0 on. */
export const count: Codec<number> = {
  write: (value) => value,
  read: (data, place) =>
    Number.isSafeInteger(data) && (data as number) >= 0
      ? (data as number)
      : refuse(place, "a whole number from 0 on", data),
  schema: { type: "integer", minimum: 0 },
};

/** An array of numbers. */
export const numbers: Codec<Float64Array> = defined("numbers", {
  write: (values, form) => (form === "clone" ? values : Array.from(values, numberJson)),
  read(data, place, form) {
    if (data instanceof Float64Array) return data;
    return Float64Array.from(list(number).read(data, place, form));
  },
  schema: { type: "array", items: number.schema },
});

/** An enumeration of texts. */
export function oneOf<const T extends string>(...known: readonly T[]): Codec<T> {
  return {
    write: (value) => value,
    read: (data, place) =>
      known.find((one) => one === data) ?? refuse(place, known.join(", "), data),
    schema: { enum: known },
  };
}

/** A list of values. */
export function list<T>(of: Codec<T>): Codec<readonly T[]> {
  return {
    write: (values, form) => values.map((one) => of.write(one, form)),
    read: (data, place, form) =>
      Array.isArray(data)
        ? data.map((one, k) => of.read(one, `${place}[${k}]`, form))
        : refuse(place, "a list", data),
    schema: { type: "array", items: of.schema },
  };
}

/** A pair of values. */
export function pair<A, B>(first: Codec<A>, second: Codec<B>): Codec<readonly [A, B]> {
  return {
    write: ([a, b], form) => [first.write(a, form), second.write(b, form)],
    read(data, place, form) {
      if (!Array.isArray(data) || data.length !== 2) return refuse(place, "a pair", data);
      return [first.read(data[0], `${place}[0]`, form), second.read(data[1], `${place}[1]`, form)];
    },
    schema: {
      type: "array",
      prefixItems: [first.schema, second.schema],
      minItems: 2,
      maxItems: 2,
    },
  };
}

/** Values by name, in order. */
export function byName<T>(of: Codec<T>): Codec<ReadonlyMap<string, T>> {
  const pairs = list(pair(text, of));
  return {
    write: (values, form) => pairs.write([...values], form),
    read: (data, place, form) => new Map(pairs.read(data, place, form)),
    schema: pairs.schema,
  };
}

/** A codec for each field: an optional one exactly for those that may be absent. */
export type Fields<T> = {
  readonly [Key in keyof T]-?: undefined extends T[Key]
    ? OptionalCodec<Exclude<T[Key], undefined>>
    : Codec<T[Key]> & { readonly isOptional?: never };
};

/** A record; a table with a missing field does not compile. */
export function record<T extends object>(fields: Fields<T>): Codec<T> {
  const entries = Object.entries(fields) as [
    keyof T & string,
    Codec<unknown> | OptionalCodec<unknown>,
  ][];
  const isOptional = (of: Codec<unknown>): boolean => "isOptional" in of;
  return {
    write: (value, form) =>
      Object.fromEntries(
        entries.flatMap(([key, of]) =>
          value[key] === undefined ? [] : [[key, of.write(value[key], form)] as const],
        ),
      ),
    read(data, place, form) {
      const given = fieldsOf(data, place);
      const unknown = Object.keys(given).find((key) => !Object.hasOwn(fields, key));
      if (unknown !== undefined)
        refuse(`${place}.${unknown}`, `one of ${Object.keys(fields).join(", ")}`, unknown);
      return Object.fromEntries(
        entries.map(([key, of]) => {
          const field = given[key];
          const isAbsent = field === undefined && isOptional(of);
          return [key, isAbsent ? undefined : of.read(field, `${place}.${key}`, form)];
        }),
      ) as T;
    },
    schema: {
      type: "object",
      properties: Object.fromEntries(entries.map(([key, of]) => [key, of.schema])),
      required: entries.flatMap(([key, of]) => (isOptional(of) ? [] : [key])),
      additionalProperties: false,
    },
  };
}

/** Return the fields of a record of unknown origin. */
export function fieldsOf(data: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    return refuse(place, "a record", data);
  }
  return data as Readonly<Record<string, unknown>>;
}

/** A union of two forms, distinguished by their JSON type. */
export function either<A, B>(
  first: Codec<A>,
  second: Codec<B>,
  isFirst: {
    readonly value: (value: A | B) => value is A;
    readonly data: (data: unknown) => boolean;
  },
): Codec<A | B> {
  return {
    write: (value, form) =>
      isFirst.value(value) ? first.write(value, form) : second.write(value, form),
    read: (data, place, form) => (isFirst.data(data) ? first : second).read(data, place, form),
    schema: { anyOf: [first.schema, second.schema] },
  };
}

/** One number, or one for each neuron. */
export const numberOrNumbers: Codec<number | Float64Array> = either(number, numbers, {
  value: (value) => typeof value === "number",
  data: (data) => typeof data !== "object",
});

/** The fields of each form of a union, besides the text by which forms are told apart. */
type Forms<T extends { readonly [Key in Tag]: string }, Tag extends string> = {
  readonly [Name in T[Tag]]: Fields<Omit<Extract<T, { readonly [Key in Tag]: Name }>, Tag>>;
};

/** A union of records that differ in their `kind`; a table with a missing kind does not compile. */
export function byKind<T extends { readonly kind: string }>(forms: Forms<T, "kind">): Codec<T> {
  return byTag<T, "kind">("kind", forms);
}

/** A union of records that differ in one text; a table with a missing text does not compile. */
export function byTag<T extends { readonly [Key in Tag]: string }, Tag extends string>(
  tag: Tag,
  forms: Forms<T, Tag>,
): Codec<T> {
  const entries = Object.entries(forms) as [string, Fields<object>][];
  const known = new Map(entries.map(([name, fields]) => [name, record(fields)]));
  const of = (name: unknown, place: string): Codec<object> =>
    known.get(name as string) ?? refuse(`${place}.${tag}`, [...known.keys()].join(", "), name);
  return {
    write(value, form) {
      const name = value[tag];
      return { [tag]: name, ...(of(name, tag).write(value, form) as object) };
    },
    read(data, place, form) {
      const { [tag]: name, ...fields } = fieldsOf(data, place);
      return { [tag]: name, ...of(name, place).read(fields, place, form) } as T;
    },
    schema: {
      anyOf: [...known].map(([name, { schema }]) => withField(schema, tag, { enum: [name] })),
    },
  };
}

/** Add a required field to the schema of a record. */
function withField(schema: Json, name: string, field: Json): Json {
  const { properties, required, ...others } = schema as {
    readonly properties: { readonly [key: string]: Json };
    readonly required: readonly Json[];
  };
  return { ...others, properties: { [name]: field, ...properties }, required: [name, ...required] };
}
