import {
  type AnyMessage,
  type Chosen,
  type Field,
  formOf,
  type MessageForm,
} from "./message-form.ts";
import { type Reader, readerOf, readLength, readVarint, take } from "./reader.ts";
import { type Scalar, scalars, wires } from "./scalars.ts";

/** Maximum nesting depth of messages in Protocol Buffers. */
const mostDeep = 100;

/**
 * Read a message.
 *
 * Missing fields are zero, empty or absent; unknown fields are skipped.
 * Throws an error that describes invalid bytes.
 */
export function readMessage<T>(form: MessageForm<T>, bytes: Uint8Array): T {
  const message = emptyOf(form);
  readFields(form, readerOf(bytes), message, 0);
  return message as T;
}

function emptyOf({ fields }: MessageForm): AnyMessage {
  const message: AnyMessage = {};
  for (const { name, kind, shape, oneof } of fields) {
    if (oneof !== undefined) message[oneof] = { case: undefined };
    else if (shape === "list") message[name] = [];
    // Without a prototype, so that no name collides with an inherited one.
    else if (shape === "map") message[name] = Object.create(null);
    else if (shape === undefined && typeof kind === "string") message[name] = scalars[kind].zero;
  }
  return message;
}

function readFields(form: MessageForm, reader: Reader, message: AnyMessage, depth: number): void {
  if (depth > mostDeep) throw new RangeError("messages are nested too deeply");
  while (reader.at < reader.end) {
    const tag = readLength(reader);
    const number = tag >>> 3;
    const wire = tag & 7;
    if (number === 0) throw new RangeError("a field has no number");
    const field = form.fields.find((one) => one.number === number);
    if (field === undefined || !readField(field, wire, { reader, message, depth })) {
      skip(reader, wire);
    }
  }
}

interface Place {
  readonly reader: Reader;
  readonly message: AnyMessage;
  readonly depth: number;
}

/** Read a field; false if its bytes are of another type. */
function readField(field: Field, wire: number, { reader, message, depth }: Place): boolean {
  const form = formOf(field);
  if (form !== undefined) {
    if (wire !== wires.length) return false;
    const inner = currentOf(message, field) ?? emptyOf(form);
    const length = readLength(reader);
    const { end } = reader;
    if (length > end - reader.at) throw new RangeError("a field is truncated");
    reader.end = reader.at + length;
    readFields(form, reader, inner, depth + 1);
    reader.end = end;
    put(message, field, inner);
    return true;
  }
  const kind = field.kind as keyof typeof scalars;
  if (kind === "uint32s") return readNumbers(field, wire, { reader, message, depth });
  const scalar = scalars[kind] as Scalar<unknown>;
  if (wire !== scalar.wire) return false;
  put(message, field, scalar.read(reader));
  return true;
}

/** Numbers may be packed or individual. */
function readNumbers({ name }: Field, wire: number, { reader, message }: Place): boolean {
  const had = message[name] as readonly number[];
  if (wire === wires.length) message[name] = [...had, ...scalars.uint32s.read(reader)];
  else if (wire === wires.varint) message[name] = [...had, scalars.uint32.read(reader)];
  else return false;
  return true;
}

/** A message that comes in two parts is merged. */
function currentOf(message: AnyMessage, { name, shape, oneof }: Field): AnyMessage | undefined {
  if (shape === "list" || shape === "map") return undefined;
  if (oneof === undefined) return message[name] as AnyMessage | undefined;
  const chosen = message[oneof] as Chosen;
  return chosen.case === name ? (chosen.value as AnyMessage) : undefined;
}

function put(message: AnyMessage, field: Field, value: unknown): void {
  const { name, shape, oneof, kind } = field;
  if (oneof !== undefined) message[oneof] = { case: name, value };
  else if (shape === "list") (message[name] as unknown[]).push(value);
  else if (shape === "map") {
    const entry = value as AnyMessage;
    const key = String(entry["key"] ?? "");
    const { value: given = typeof kind === "function" ? emptyOf(kind()) : scalars[kind].zero } =
      entry;
    (message[name] as AnyMessage)[key] = given;
  } else message[name] = value;
}

function skip(reader: Reader, wire: number): void {
  if (wire === wires.varint) readVarint(reader);
  else if (wire === wires.eight) take(reader, 8);
  else if (wire === wires.length) take(reader, readLength(reader));
  else if (wire === wires.four) take(reader, 4);
  else throw new RangeError(`${wire} is not a valid wire type`);
}
