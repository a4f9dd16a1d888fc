import { checkOptionNames } from "@spikeloom/kernel";
import {
  CHECKPOINT_DAMAGED,
  CHECKPOINT_FORMAT,
  CHECKPOINT_LENGTH,
  CHECKPOINT_VERSION,
} from "../errors.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { type Header, isHeader, type Part } from "./header.ts";
import { hexadecimal, newSha256 } from "./sha256.ts";

/** Version of the format `specs/checkpoint/1`. */
const formatVersion = 1;

// Like the signatures of PNG and HDF5: bytes that a transfer in text mode would change and that no text file starts with.
const magic = Uint8Array.of(0x89, 0x53, 0x4c, 0x43, 0x0d, 0x0a, 0x1a, 0x0a);
const headBytes = 24;
const hashBytes = 32;
const alignment = 8;

/**
 * Write a checkpoint as the bytes of a file of `specs/checkpoint/1`.
 *
 * Ends with a hash of all preceding bytes.
 */
export async function saveCheckpoint(checkpoint: Checkpoint): Promise<Uint8Array<ArrayBuffer>> {
  const { state, ...rest } = checkpoint;
  const { backend, step, header, parts } = state;
  const plain = { format: "spikeloom-checkpoint", ...rest, backend, step, state: header } as const;
  // The header contains offsets that depend on its own length, so they are padded with blanks.
  const sizes = [...parts].map(([name, { length }]) => ({ name, bytes: length }));
  const draft = encode({ ...plain, parts: placed(sizes, 0).parts }).length + 16 * sizes.length;
  const start = roundUp(headBytes + draft + alignment);
  const { parts: table, end } = placed(sizes, start);
  const text = encode({ ...plain, parts: table });
  const out = new Uint8Array(end + hashBytes);
  out.set(magic);
  const view = new DataView(out.buffer);
  view.setUint32(8, formatVersion, true);
  view.setUint32(12, start - headBytes, true);
  view.setBigUint64(16, BigInt(out.length), true);
  out.fill(0x20, headBytes, start);
  out.set(text, headBytes);
  for (const { name, offset } of table) out.set(parts.get(name) ?? new Uint8Array(0), offset);
  out.set(await hashOf(out.subarray(0, end)), end);
  return out;
}

/**
 * Read a checkpoint from the bytes of a file.
 *
 * Refuses bytes that differ from those written. `place` names the file in errors.
 */
export async function readCheckpoint(
  bytes: Uint8Array,
  options: { readonly place?: string | undefined } = {},
): Promise<Checkpoint> {
  checkOptionNames(options, { place: true }, "readCheckpoint");
  const { place = "checkpoint" } = options;
  const header = await openFile(bytes, place);
  const { format, backend, step, state, parts, ...rest } = header;
  const entries = parts.map(({ name, offset, bytes: length }) => {
    // A copy with its own buffer; `slice` of Node's Buffer would share it.
    const own = new Uint8Array(bytes.subarray(offset, offset + length));
    return [name, own] as const;
  });
  return { ...rest, state: { backend, step, header: state, parts: new Map(entries) } };
}

async function openFile(bytes: Uint8Array, place: string): Promise<Header> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headBytes || magic.some((byte, k) => bytes[k] !== byte)) {
    const reason = bytes.length === 0 ? "it is empty" : "it does not start like one";
    throw CHECKPOINT_FORMAT({ place, reason });
  }
  const version = view.getUint32(8, true);
  if (version !== formatVersion) {
    const [expected, got] = [`version ${formatVersion}`, `version ${version}`];
    throw CHECKPOINT_VERSION({ place, expected, got });
  }
  const length = view.getBigUint64(16, true);
  if (length !== BigInt(bytes.length)) {
    throw CHECKPOINT_LENGTH({ place, expected: `${length} bytes`, got: `${bytes.length} bytes` });
  }
  const end = bytes.length - hashBytes;
  const start = headBytes + view.getUint32(12, true);
  if (start > end) throw CHECKPOINT_DAMAGED({ place, reason: "its header is too long" });
  const found = hexadecimal(bytes.subarray(end));
  if (hexadecimal(await hashOf(bytes.subarray(0, end))) !== found) {
    throw CHECKPOINT_DAMAGED({ place, reason: "its checksum does not match" });
  }
  const header = parseHeader(bytes.subarray(headBytes, start), place);
  checkParts(header.parts, start, end, place);
  return header;
}

/** Read the header. The signature has been checked, but the content may still be invalid. */
function parseHeader(bytes: Uint8Array, place: string): Header {
  try {
    const header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
    if (isHeader(header)) return header;
  } catch {
    // Reported below.
  }
  throw CHECKPOINT_DAMAGED({ place, reason: "its header contains nothing" });
}

/** Refuse parts that lie outside the file, overlap, or share a name. */
function checkParts(parts: readonly Part[], from: number, end: number, place: string): void {
  let free = from;
  const names = new Set<string>();
  for (const { name, offset, bytes } of parts) {
    if (offset < free || offset + bytes > end) {
      throw CHECKPOINT_DAMAGED({
        place,
        reason: "a part is outside the file, or overlaps another",
      });
    }
    if (names.has(name)) throw CHECKPOINT_DAMAGED({ place, reason: "it contains a part twice" });
    names.add(name);
    free = offset + bytes;
  }
}

function placed(
  sizes: readonly Pick<Part, "name" | "bytes">[],
  start: number,
): { readonly parts: readonly Part[]; readonly end: number } {
  let end = start;
  const parts = sizes.map((size): Part => {
    const offset = end;
    end = roundUp(offset + size.bytes);
    return { ...size, offset };
  });
  return { parts, end };
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

function encode(header: Header): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(header));
}

/** SHA-256; uses the platform's implementation if there is one, as that is ten times faster. */
async function hashOf(bytes: Uint8Array<ArrayBufferLike>): Promise<Uint8Array> {
  const { subtle } = globalThis.crypto ?? {};
  if (subtle !== undefined && bytes.buffer instanceof ArrayBuffer) {
    return new Uint8Array(await subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
  }
  const hash = newSha256();
  hash.add(bytes);
  return hash.digest();
}
