import { readFileSync } from "node:fs";
import {
  create,
  createFileRegistry,
  type DescMessage,
  fromBinary,
  type Message,
  toBinary,
} from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draws } from "../../../tools/test/draws.ts";
import { type Request, replyForm, requestForm } from "../src/generated/link.ts";
import type { Field, MessageForm } from "../src/wire/message-form.ts";
import { readMessage } from "../src/wire/read-message.ts";
import { writeMessage } from "../src/wire/write-message.ts";

const numRuns = draws({ ci: 200, long: 20_000 });

/** The messages as the reference library reads them, from the Python descriptor. */
const registry = (() => {
  const file = "../../python/spikeloom/link/generated/link_descriptor.py";
  const text = readFileSync(new URL(file, import.meta.url), "utf8");
  const base64 = [...text.matchAll(/b"([^"]*)"/g)].map(([, part]) => part).join("");
  return createFileRegistry(fromBinary(FileDescriptorSetSchema, Buffer.from(base64, "base64")));
})();

function descriptorOf({ name }: MessageForm): DescMessage {
  const found = registry.getMessage(`spikeloom.link.v1.${name}`);
  if (found === undefined) throw new Error(`no message ${name}`);
  return found;
}

const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", "\ufeffa"));
const uint32 = fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 0xffffffff }));
const scalarValues = {
  double: fc.double(),
  uint32,
  uint64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  bool: fc.boolean(),
  string: anyText,
  bytes: fc.uint8Array({ maxLength: 300 }),
  uint32s: fc.array(uint32, { maxLength: 5 }),
};

type Drawn = fc.Arbitrary<unknown>;

/** Any message of a form, as accepted by the library and by ours. */
function messages({ fields }: MessageForm, depth = 0): fc.Arbitrary<Record<string, unknown>> {
  const plain = fields.filter(({ oneof }) => oneof === undefined);
  const values: Record<string, Drawn> = {};
  for (const field of plain) values[field.name] = shaped(field, depth);
  for (const oneof of new Set(fields.flatMap((field) => field.oneof ?? []))) {
    const cases = fields.filter((field) => field.oneof === oneof);
    values[oneof] = fc.oneof(
      fc.constant({ case: undefined }),
      ...cases.map((one) => drawOf(one, depth).map((value) => ({ case: one.name, value }))),
    );
  }
  return fc.record(values, { requiredKeys: [] });
}

function drawOf({ kind }: Field, depth: number): Drawn {
  if (typeof kind === "string") return scalarValues[kind];
  return fc.constant(0).chain(() => messages(kind(), depth + 1));
}

function shaped(field: Field, depth: number): Drawn {
  const most = depth > 2 ? 0 : 3;
  if (field.shape === "list") return fc.array(drawOf(field, depth), { maxLength: most });
  if (field.shape !== "map") return drawOf(field, depth);
  const keys = fc.string({ maxLength: 4 }).filter((key) => key !== "__proto__");
  return fc.dictionary(keys, drawOf(field, depth), { maxKeys: most, noNullPrototype: true });
}

/** A message of the library without its type. */
function plainOf(message: unknown): unknown {
  if (message instanceof Uint8Array || Array.isArray(message)) {
    return Array.isArray(message) ? message.map(plainOf) : Uint8Array.from(message);
  }
  if (typeof message !== "object" || message === null) return message;
  const entries = Object.entries(message).filter(([name]) => !name.startsWith("$"));
  return Object.fromEntries(entries.map(([name, value]) => [name, plainOf(value)]));
}

describe.each([
  ["requests", requestForm as MessageForm],
  ["replies", replyForm as MessageForm],
])("%s", (_, form) => {
  const descriptor = descriptorOf(form);

  it("encode to the reference library's bytes, and decode from them", () => {
    const property = fc.property(messages(form), (message) => {
      const theirs = toBinary(descriptor, create(descriptor, message as Partial<Message>));
      const ours = writeMessage(form, message);
      expect(Buffer.from(ours)).toEqual(Buffer.from(theirs));
      const read = plainOf(readMessage(form, theirs));
      expect(read).toEqual(plainOf(fromBinary(descriptor, theirs)));
    });
    fc.assert(property, { numRuns });
  });

  it("decode from two parts and from truncated bytes as in the library, or are refused", () => {
    const property = fc.property(messages(form), messages(form), fc.nat(), (a, b, at) => {
      const bytes = Buffer.concat([writeMessage(form, a), writeMessage(form, b)]);
      expect(plainOf(readMessage(form, bytes))).toEqual(plainOf(fromBinary(descriptor, bytes)));
      const cut = bytes.subarray(0, at % (bytes.length + 1));
      const theirs = attempt(() => fromBinary(descriptor, cut));
      expect(plainOf(attempt(() => readMessage(form, cut)))).toEqual(plainOf(theirs));
    });
    fc.assert(property, { numRuns });
  });

  it("decode from changed bytes to a message that can be encoded again, or are refused", () => {
    const property = fc.property(messages(form), fc.nat(), fc.nat(255), (message, at, byte) => {
      const bytes = Buffer.from(writeMessage(form, message));
      if (bytes.length > 0) bytes[at % bytes.length] = byte;
      const read = attempt(() => readMessage(form, bytes));
      if (read === undefined) return;
      const again = readMessage(form, writeMessage(form, read as Record<string, unknown>));
      expect(plainOf(again)).toEqual(plainOf(read));
    });
    fc.assert(property, { numRuns });
  });
});

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return undefined;
  }
}

describe("invalid bytes", () => {
  const deep = (levels: number): Uint8Array => {
    let bytes = new Uint8Array(0);
    for (let k = 0; k < levels; k++) {
      bytes = Buffer.concat([Buffer.from([0x3a]), lengthOf(bytes.length), bytes]);
    }
    return Buffer.concat([Buffer.from([0x12]), lengthOf(bytes.length), bytes]);
  };
  const lengthOf = (length: number): Uint8Array =>
    length < 128 ? Uint8Array.of(length) : Uint8Array.of((length & 127) | 128, length >> 7);

  it.each([
    ["a length that is not there", [0x12, 5, 1], "a field is truncated"],
    ["a length beyond its message", [0x12, 2, 0x0a, 5, 0], "a field is truncated"],
    ["a length of more than 32 bits", [0x12, 255, 255, 255, 255, 255, 1], "a field is truncated"],
    ["a number without an end", [8, ...new Array<number>(10).fill(255)], "more than 64 bits"],
    ["a field without a number", [0], "a field has no number"],
    ["a group", [0x0b], "3 is not a valid wire type"],
    ["a text that is no UTF-8", [0x1a, 3, 0x12, 1, 0xff], "not valid"],
  ])("are refused: %s", (_, bytes, message) => {
    expect(() => readMessage(replyForm, Uint8Array.from(bytes))).toThrow(message);
  });

  it("are refused if messages are nested too deeply", () => {
    expect(readMessage(replyForm, deep(98)).result.case).toBe("failure");
    expect(() => readMessage(replyForm, deep(120))).toThrow("too deep");
  });

  it("may have fields of later versions, which are skipped", () => {
    const later = Uint8Array.of(0xa0, 0x3e, 7, 0xa5, 0x3e, 0, 0, 0, 0, 0xa2, 0x3e, 1, 9, 8, 3);
    expect(readMessage(requestForm, later) satisfies Request).toMatchObject({ id: 3, seen: 0 });
  });
});
