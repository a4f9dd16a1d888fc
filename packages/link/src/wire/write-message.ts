import {
  type AnyMessage,
  type Chosen,
  type Field,
  formOf,
  type MessageForm,
  type Sent,
} from "./message-form.ts";
import { type Scalar, scalars, wires } from "./scalars.ts";
import { varintBytes, type Writer, writerOf, writeVarint } from "./writer.ts";

/** Write a message. */
export function writeMessage<T>(form: MessageForm<T>, message: Sent<T>): Uint8Array {
  const writer = writerOf(sizeOf(form, message as AnyMessage));
  writeFields(form, message as AnyMessage, writer);
  return writer.bytes;
}

function sizeOf(form: MessageForm, message: AnyMessage): number {
  let size = 0;
  for (const [field, value] of saidBy(form, message)) {
    const inner = formOf(field);
    size += varintBytes(field.number * 8);
    if (inner === undefined) size += scalarOf(field).size(value);
    else {
      const length = sizeOf(inner, value as AnyMessage);
      size += varintBytes(length) + length;
    }
  }
  return size;
}

function writeFields(form: MessageForm, message: AnyMessage, writer: Writer): void {
  for (const [field, value] of saidBy(form, message)) {
    const inner = formOf(field);
    const wire = inner === undefined ? scalarOf(field).wire : wires.length;
    writeVarint(writer, field.number * 8 + wire);
    if (inner === undefined) scalarOf(field).write(writer, value);
    else {
      writeVarint(writer, sizeOf(inner, value as AnyMessage));
      writeFields(inner, value as AnyMessage, writer);
    }
  }
}

function scalarOf({ kind }: Field): Scalar<unknown> {
  return scalars[kind as keyof typeof scalars] as Scalar<unknown>;
}

/** All values that a message says, entries of lists and maps one by one. */
function* saidBy(
  { fields }: MessageForm,
  message: AnyMessage,
): Iterable<readonly [Field, unknown]> {
  for (const field of fields) {
    const { name, oneof, shape } = field;
    const chosen = oneof === undefined ? undefined : (message[oneof] as Chosen | undefined);
    const value = oneof === undefined ? message[name] : chosen?.value;
    if (value === undefined || (oneof !== undefined && chosen?.case !== name)) continue;
    if (shape === "list") for (const entry of value as unknown[]) yield [field, entry];
    else if (shape === "map") {
      for (const [key, entry] of Object.entries(value as AnyMessage)) {
        if (entry !== undefined) yield [field, { key, value: entry }];
      }
    } else if (!isZero(field, value)) yield [field, value];
  }
}

/** A value that a message has anyway is not written, unless it says that there is one. */
function isZero({ kind, shape, oneof }: Field, value: unknown): boolean {
  if (typeof kind === "function" || shape === "optional" || oneof !== undefined) return false;
  if (kind === "bytes" || kind === "uint32s") return (value as Uint8Array).length === 0;
  return Object.is(value, scalars[kind].zero);
}
