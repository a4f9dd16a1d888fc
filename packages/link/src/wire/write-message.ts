import {
  type AnyMessage,
  type Chosen,
  type Field,
  formOf,
  type MessageForm,
  type Sent,
} from "./message-form.ts";
import { type Scalar, scalars, wires } from "./scalars.ts";
import { varintBytes, writerOf, writeVarint } from "./writer.ts";

/** A value to be written, with its tag. */
interface Part {
  readonly tag: number;
  /** Undefined for a message, whose parts follow. */
  readonly scalar: Scalar<unknown> | undefined;
  readonly value: unknown;
  /** Size of a message in bytes. */
  length: number;
}

/** Write a message. */
export function writeMessage<T>(form: MessageForm<T>, message: Sent<T>): Uint8Array {
  const parts: Part[] = [];
  // Each value is visited once: the length must be known before the first byte.
  const writer = writerOf(addParts(parts, form, message as AnyMessage));
  for (const { tag, scalar, value, length } of parts) {
    writeVarint(writer, tag);
    if (scalar === undefined) writeVarint(writer, length);
    else scalar.write(writer, value);
  }
  return writer.bytes;
}

/** Add the contents of a message; returns their size. */
function addParts(parts: Part[], { fields }: MessageForm, message: AnyMessage): number {
  let bytes = 0;
  for (const field of fields) {
    const value = saidOf(field, message);
    if (value === undefined) continue;
    if (field.shape === "list") {
      for (const entry of value as unknown[]) bytes += addPart(parts, field, entry);
    } else if (field.shape === "map") {
      for (const [key, entry] of Object.entries(value as AnyMessage)) {
        if (entry !== undefined) bytes += addPart(parts, field, { key, value: entry });
      }
    } else if (!isZero(field, value)) bytes += addPart(parts, field, value);
  }
  return bytes;
}

function addPart(parts: Part[], field: Field, value: unknown): number {
  const form = formOf(field);
  // A string is encoded once, for both its size and its bytes.
  if (field.kind === "string" && form === undefined) {
    return addPart(parts, { ...field, kind: "bytes" }, Buffer.from(value as string, "utf8"));
  }
  const scalar = form === undefined ? (scalars[field.kind as never] as Scalar<unknown>) : undefined;
  const tag = field.number * 8 + (scalar?.wire ?? wires.length);
  const part: Part = { tag, scalar, value, length: 0 };
  parts.push(part);
  if (scalar !== undefined) return varintBytes(tag) + scalar.size(value);
  part.length = addParts(parts, form as MessageForm, value as AnyMessage);
  return varintBytes(tag) + varintBytes(part.length) + part.length;
}

/** Value of a field; undefined if another member of its oneof is set. */
function saidOf({ name, oneof }: Field, message: AnyMessage): unknown {
  if (oneof === undefined) return message[name];
  const chosen = message[oneof] as Chosen | undefined;
  return chosen?.case === name ? chosen.value : undefined;
}

/** Default values are not written, unless the field has presence. */
function isZero({ kind, shape, oneof }: Field, value: unknown): boolean {
  if (typeof kind === "function" || shape === "optional" || oneof !== undefined) return false;
  if (kind === "bytes" || kind === "uint32s") return (value as Uint8Array).length === 0;
  return Object.is(value, scalars[kind].zero);
}
