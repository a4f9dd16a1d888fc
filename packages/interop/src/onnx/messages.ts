import { BinaryReader } from "@bufbuild/protobuf/wire";
import { damaged } from "../layers/damage.ts";

/** Reads a value of one kind. */
interface Take<Value> {
  /** Wire type in protocol buffers. */
  readonly wire: number;
  read(reader: BinaryReader): Value;
}

/** Action for a field of a message. */
interface Field<Message> {
  readonly wire: number;
  read(message: Message, reader: BinaryReader): void;
}

/** An integer; repeated ones may be packed in one field. */
export const whole: Take<number> = { wire: 0, read: (reader) => Number(reader.int64()) };
export const double: Take<number> = { wire: 1, read: (reader) => reader.double() };
export const float: Take<number> = { wire: 5, read: (reader) => reader.float() };
export const text: Take<string> = { wire: 2, read: (reader) => reader.string() };

/** An embedded message. */
export function inner<Value>(read: (message: Uint8Array) => Value): Take<Value> {
  return { wire: 2, read: (reader) => read(reader.bytes()) };
}

/** A field that occurs once. */
export function one<Message, Key extends keyof Message>(
  key: Key,
  take: Take<Message[Key]>,
): Field<Message> {
  return {
    wire: take.wire,
    read(message, reader) {
      message[key] = take.read(reader);
    },
  };
}

/** A repeated field. */
export function many<Value, Message>(
  listOf: (message: Message) => Value[],
  take: Take<Value>,
): Field<Message> {
  return {
    wire: take.wire,
    read(message, reader) {
      listOf(message).push(take.read(reader));
    },
  };
}

/** Wire type of bytes and packed lists. */
const packed = 2;

/** Read a protocol buffers message: fields by number; unknown ones are skipped. */
export function readMessage<Message>(
  message: Uint8Array,
  into: Message,
  fields: Readonly<Record<number, Field<Message>>>,
): Message {
  try {
    const reader = new BinaryReader(message);
    while (reader.pos < reader.len) {
      const [number, wire] = reader.tag();
      const field = fields[number];
      if (field?.wire === wire) field.read(into, reader);
      else if (field !== undefined && wire === packed) readPacked(into, field, reader.bytes());
      else reader.skip(wire, number);
    }
    return into;
  } catch (fault) {
    const isOfReader = fault instanceof RangeError || fault instanceof TypeError;
    if (!isOfReader && (fault as Error).constructor !== Error) throw fault;
    return damaged("", "it is not an ONNX model, or is damaged");
  }
}

function readPacked<Message>(into: Message, field: Field<Message>, values: Uint8Array): void {
  const reader = new BinaryReader(values);
  while (reader.pos < reader.len) field.read(into, reader);
}
