import { shownValue } from "../../shown-value.ts";
import { SONATA_CONFIG } from "../errors.ts";

/** A JSON object whose members are checked when requested. */
export interface Fields {
  /** File and path of the object, for errors. */
  readonly place: string;
  readonly names: readonly string[];
  /** Any member; undefined if missing or null. */
  any(name: string): unknown;
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  flag(name: string): boolean | undefined;
  object(name: string): Fields | undefined;
  /** Objects of a list; empty if missing. */
  objects(name: string): readonly Fields[];
}

/** Wrap a JSON object. */
export function jsonFields(value: unknown, place: string): Fields {
  if (!isObject(value)) throw refuse(place, "an object", value);
  const any = (name: string): unknown => {
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    return member === null ? undefined : member;
  };
  const typed =
    <T>(expected: string, is: (member: unknown) => member is T) =>
    (name: string): T | undefined => {
      const member = any(name);
      if (member === undefined || is(member)) return member;
      throw refuse(`${place}.${name}`, expected, member);
    };
  const list = typed("a list", (member): member is unknown[] => Array.isArray(member));
  return {
    place,
    names: Object.keys(value),
    any,
    text: typed("a text", (member) => typeof member === "string"),
    number: typed("a number", (member) => typeof member === "number"),
    flag: typed("true or false", (member) => typeof member === "boolean"),
    object(name) {
      const member = any(name);
      return member === undefined ? undefined : jsonFields(member, `${place}.${name}`);
    },
    objects: (name) =>
      (list(name) ?? []).map((member, k) => jsonFields(member, `${place}.${name}[${k}]`)),
  };
}

/** A required member. */
export function needed<T>(value: T | undefined, place: string, expected: string): T {
  if (value !== undefined) return value;
  throw refuse(place, expected, undefined);
}

function refuse(place: string, expected: string, got: unknown): Error {
  const message = "The configuration is missing this entry, or the entry is invalid.";
  return SONATA_CONFIG({ place, message, expected, got: shownValue(got) });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
