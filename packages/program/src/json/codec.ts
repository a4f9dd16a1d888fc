import { PROGRAM_FILE } from "../errors.ts";

/** A JSON value. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Writes values of one type as JSON and reads them back equal, validating unknown input. */
export interface Codec<T> {
  write(value: T): Json;
  /** Read a value; what it is not is refused with its place. */
  read(data: unknown, place: string): T;
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
};

/** True or false. */
export const flag: Codec<boolean> = {
  write: (value) => value,
  read: (data, place) => (typeof data === "boolean" ? data : refuse(place, "true or false", data)),
};

/** Numbers that JSON has not. */
const special: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
  "-0": -0,
};

/** A number, preserving all bits. */
export const number: Codec<number> = {
  write: (value) => Object.entries(special).find(([, one]) => Object.is(one, value))?.[0] ?? value,
  read(data, place) {
    if (typeof data === "number") return data;
    const found =
      typeof data === "string" && Object.hasOwn(special, data) ? special[data] : undefined;
    return found ?? refuse(place, "a number, or one of inf, -inf, nan and -0", data);
  },
};

/** An array of numbers. */
export const numbers: Codec<Float64Array> = {
  write: (values) => Array.from(values, number.write),
  read: (data, place) => Float64Array.from(list(number).read(data, place)),
};

/** An enumeration of texts. */
export function oneOf<const T extends string>(...known: readonly T[]): Codec<T> {
  return {
    write: (value) => value,
    read: (data, place) =>
      known.find((one) => one === data) ?? refuse(place, known.join(", "), data),
  };
}

/** A list of values. */
export function list<T>(of: Codec<T>): Codec<readonly T[]> {
  return {
    write: (values) => values.map(of.write),
    read: (data, place) =>
      Array.isArray(data)
        ? data.map((one, k) => of.read(one, `${place}[${k}]`))
        : refuse(place, "a list", data),
  };
}

/** A pair of values. */
export function pair<A, B>(first: Codec<A>, second: Codec<B>): Codec<readonly [A, B]> {
  return {
    write: ([a, b]) => [first.write(a), second.write(b)],
    read(data, place) {
      if (!Array.isArray(data) || data.length !== 2) return refuse(place, "a pair", data);
      return [first.read(data[0], `${place}[0]`), second.read(data[1], `${place}[1]`)];
    },
  };
}

/** Values by name, in order. */
export function byName<T>(of: Codec<T>): Codec<ReadonlyMap<string, T>> {
  const pairs = list(pair(text, of));
  return {
    write: (values) => pairs.write([...values]),
    read: (data, place) => new Map(pairs.read(data, place)),
  };
}

/** A codec for each field; fields that may be absent are listed in `optional`. */
export type Fields<T> = { readonly [Key in keyof T]-?: Codec<Exclude<T[Key], undefined>> };

/** A record; a table with a missing field does not compile. */
export function record<T extends object>(
  fields: Fields<T>,
  optional: readonly (keyof T)[] = [],
): Codec<T> {
  const entries = Object.entries(fields) as [keyof T & string, Codec<unknown>][];
  const isOptional = new Set<keyof T>(optional);
  return {
    write: (value) =>
      Object.fromEntries(
        entries.flatMap(([key, of]) =>
          value[key] === undefined ? [] : [[key, of.write(value[key])] as const],
        ),
      ),
    read(data, place) {
      const given = fieldsOf(data, place);
      const unknown = Object.keys(given).find((key) => !Object.hasOwn(fields, key));
      if (unknown !== undefined)
        refuse(`${place}.${unknown}`, `one of ${Object.keys(fields).join(", ")}`, unknown);
      return Object.fromEntries(
        entries.map(([key, of]) => {
          const field = given[key];
          const isAbsent = field === undefined && isOptional.has(key);
          return [key, isAbsent ? undefined : of.read(field, `${place}.${key}`)];
        }),
      ) as T;
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
    write: (value) => (isFirst.value(value) ? first.write(value) : second.write(value)),
    read: (data, place) => (isFirst.data(data) ? first : second).read(data, place),
  };
}

/** A union of records that differ in their `kind`; a table with a missing kind does not compile. */
export function byKind<T extends { readonly kind: string }>(
  forms: {
    readonly [Kind in T["kind"]]: Codec<Omit<Extract<T, { readonly kind: Kind }>, "kind">>;
  },
): Codec<T> {
  const known = new Map(Object.entries(forms) as [string, Codec<unknown>][]);
  return {
    write: (value) => ({
      kind: value.kind,
      ...(known.get(value.kind)?.write(value) as object),
    }),
    read(data, place) {
      const { kind, ...fields } = fieldsOf(data, place);
      const form = known.get(kind as string);
      if (form === undefined) refuse(`${place}.kind`, [...known.keys()].join(", "), kind);
      return { kind, ...(form?.read(fields, place) as object) } as T;
    },
  };
}
