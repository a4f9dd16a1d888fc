/** Contents of a scalar field; `uint32s` are packed. */
export type ScalarKind = "double" | "uint32" | "uint64" | "bool" | "string" | "bytes" | "uint32s";

/** A message field as in the specification. */
export interface Field {
  readonly number: number;
  readonly name: string;
  readonly kind: ScalarKind | (() => MessageForm);
  /** A required single value by default. */
  readonly shape?: "optional" | "list" | "map";
  /** The oneof that the field belongs to. */
  readonly oneof?: string;
}

/** Fields of a message type, in order of their numbers, which is the writing order. */
export interface MessageForm<Message = unknown> {
  readonly name: string;
  readonly fields: readonly Field[];
  /** Never present: carries the type. */
  readonly message?: Message;
}

/** A message to be written; missing fields are zero, empty or absent. */
export type Sent<T> = T extends Uint8Array | string | number | bigint | boolean | undefined
  ? T
  : T extends readonly (infer Entry)[]
    ? readonly Sent<Entry>[]
    : T extends { readonly case: infer Case; readonly value: infer Value }
      ? { readonly case: Case; readonly value: Sent<Value> }
      : { readonly [Name in keyof T]?: Sent<T[Name]> | undefined };

/** A message whose type is known only through its form. */
export type AnyMessage = Record<string, unknown>;

/** One of a oneof, or none. */
export interface Chosen {
  readonly case: string | undefined;
  readonly value?: unknown;
}

const entryForms = new WeakMap<Field, MessageForm>();

/** Return the form of a map's entries, whose keys are strings. */
function entryForm(map: Field): MessageForm {
  const known = entryForms.get(map);
  if (known !== undefined) return known;
  // Written even if empty, as in other implementations.
  const key = { number: 1, name: "key", kind: "string", shape: "optional" } as const;
  const form = { name: `${map.name} entry`, fields: [key, { ...valueField, kind: map.kind }] };
  entryForms.set(map, form);
  return form;
}

const valueField = { number: 2, name: "value" } as const;

/** Return the form of a field's messages; undefined if it contains none. */
export function formOf(field: Field): MessageForm | undefined {
  if (field.shape === "map") return entryForm(field);
  return typeof field.kind === "function" ? field.kind() : undefined;
}
