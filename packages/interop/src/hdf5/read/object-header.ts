import { verify } from "./checksum.ts";
import { type Cursor, cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";
import type { FileBytes } from "./file-bytes.ts";

/** Message types that are read. */
export const messageTypes = {
  dataspace: 0x1,
  linkInfo: 0x2,
  datatype: 0x3,
  oldFillValue: 0x4,
  fillValue: 0x5,
  link: 0x6,
  externalFiles: 0x7,
  layout: 0x8,
  filters: 0xb,
  attribute: 0xc,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

/** Messages of an object header. */
export interface HeaderMessage {
  readonly type: number;
  /** Whether the body is a reference to a shared message. */
  readonly isShared: boolean;
  readonly body: Uint8Array;
}

const most = { blocks: 1024, messages: 2 ** 17, blockBytes: 2 ** 24 };

/** Read all messages of the object at an address. */
export function readHeader(bytes: FileBytes, address: number): readonly HeaderMessage[] {
  const [first] = bytes.structure(address, 4);
  // Version 2 starts with the letters OHDR.
  const blocks = first === 0x4f ? newBlock(bytes, address) : oldBlock(bytes, address);
  const messages: HeaderMessage[] = [];
  const seen = new Set([address]);
  while (blocks.waiting.length > 0) {
    const block = blocks.waiting.shift() as Cursor;
    for (const message of blocks.messages(block)) {
      if (messages.length >= most.messages) damaged("an object in it has too many messages");
      if (message.type !== messageTypes.continuation) {
        messages.push(message);
        continue;
      }
      const place = cursor(message.body, bytes.origin);
      const [at, length] = [place.needed(), place.length()];
      if (seen.has(at) || seen.size > most.blocks) damaged("an object header in it does not end");
      seen.add(at);
      blocks.waiting.push(blocks.open(at, checkedBytes(length)));
    }
  }
  return messages;
}

/** Find the first message of a type. */
export function messageOf(
  messages: readonly HeaderMessage[],
  kind: keyof typeof messageTypes,
): HeaderMessage | undefined {
  return messages.find(({ type }) => type === messageTypes[kind]);
}

interface Blocks {
  readonly waiting: Cursor[];
  open(address: number, length: number): Cursor;
  messages(block: Cursor): Iterable<HeaderMessage>;
}

function checkedBytes(length: number): number {
  return length <= most.blockBytes ? length : damaged("an object in it is too large");
}

function oldBlock(bytes: FileBytes, address: number): Blocks {
  const head = bytes.fields(address, 16);
  head.version("an object", [1]);
  head.skip(1 + 2 + 4);
  const length = checkedBytes(head.u32());
  return {
    waiting: [bytes.fields(address + 16, length)],
    open: (at, count) => bytes.fields(at, count),
    *messages(block) {
      while (block.left >= 8) {
        const [type, count, flags] = [block.u16(), block.u16(), block.u8()];
        block.skip(3);
        yield { type, isShared: (flags & 2) !== 0, body: ownBytes(block, count) };
      }
    },
  };
}

function newBlock(bytes: FileBytes, address: number): Blocks {
  const head = bytes.fields(address, 6);
  head.expect("OHDR");
  head.version("an object", [2]);
  const flags = head.u8();
  const start = 6 + ((flags & 0x20) !== 0 ? 16 : 0) + ((flags & 0x10) !== 0 ? 4 : 0);
  const width = 1 << (flags & 3);
  const sizeField = bytes.fields(address, start + width);
  sizeField.skip(start);
  const length = checkedBytes(sizeField.uint(width));
  const open = (at: number, skipped: number, count: number): Cursor => {
    const whole = bytes.structure(at, count);
    verify(whole);
    return cursor(whole.subarray(skipped, -4), bytes.origin);
  };
  return {
    waiting: [open(address, start + width, start + width + length + 4)],
    open(at, count) {
      if (count < 8) damaged("a structure in it is truncated");
      bytes.fields(at, 4).expect("OCHK");
      return open(at, 4, count);
    },
    *messages(block) {
      while (block.left >= 4) {
        const [type, count, marks] = [block.u8(), block.u16(), block.u8()];
        if ((flags & 4) !== 0) block.skip(2);
        yield { type, isShared: (marks & 2) !== 0, body: ownBytes(block, count) };
      }
    },
  };
}

/** Copy bytes that are kept: a view would keep the whole file page. */
function ownBytes(block: Cursor, count: number): Uint8Array {
  return block.bytes(count).slice();
}

/** Return the body of a message, resolving a shared one such as a named type. */
export function bodyOf(bytes: FileBytes, { type, isShared, body }: HeaderMessage): Uint8Array {
  if (!isShared) return body;
  const place = cursor(body, bytes.origin);
  const version = place.version("a shared message", [1, 2, 3]);
  const kind = place.u8();
  if (version === 3 && kind !== 2) damaged("it stores object messages in a shared table");
  if (version === 1) place.skip(6);
  const found = readHeader(bytes, place.needed()).find((message) => message.type === type);
  if (found === undefined || found.isShared) damaged("a shared message in it is missing");
  return found.body;
}
