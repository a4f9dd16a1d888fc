/** What a field holds that is no message; `uint32s` are packed. */
export type ScalarKind = "double" | "uint32" | "uint64" | "bool" | "string" | "bytes" | "uint32s";

/** A field of a message, as the specification has it. */
export interface Field {
  readonly number: number;
  readonly name: string;
  readonly kind: ScalarKind | (() => MessageForm);
  /** Once and always, unless told. */
  readonly shape?: "optional" | "list" | "map";
  /** The choice that the field is one of. */
  readonly oneof?: string;
}

/** The fields of messages of one type, in the order of their numbers, in which they are written. */
export interface MessageForm<Message = unknown> {
  readonly name: string;
  readonly fields: readonly Field[];
  /** Never there: it keeps the type. */
  readonly message?: Message;
}

/** A message as it is written: what is left out is zero, empty or missing. */
export type Sent<T> = T extends Uint8Array | string | number | bigint | boolean | undefined
  ? T
  : T extends readonly (infer Entry)[]
    ? readonly Sent<Entry>[]
    : T extends { readonly case: infer Case; readonly value: infer Value }
      ? { readonly case: Case; readonly value: Sent<Value> }
      : { readonly [Name in keyof T]?: Sent<T[Name]> | undefined };

/** A message whose type is known to its form alone. */
export type AnyMessage = Record<string, unknown>;

/** One of a choice, or none. */
export interface Chosen {
  readonly case: string | undefined;
  readonly value?: unknown;
}

const entryForms = new WeakMap<Field, MessageForm>();

/** Give the form of the entries of a map: its keys are texts. */
function entryForm(map: Field): MessageForm {
  const known = entryForms.get(map);
  if (known !== undefined) return known;
  // Written even where it is empty, as others do.
  const key = { number: 1, name: "key", kind: "string", shape: "optional" } as const;
  const form = { name: `${map.name} entry`, fields: [key, { ...valueField, kind: map.kind }] };
  entryForms.set(map, form);
  return form;
}

const valueField = { number: 2, name: "value" } as const;

/** Give the form of the messages that a field holds; undefined where it holds none. */
export function formOf(field: Field): MessageForm | undefined {
  if (field.shape === "map") return entryForm(field);
  return typeof field.kind === "function" ? field.kind() : undefined;
}
