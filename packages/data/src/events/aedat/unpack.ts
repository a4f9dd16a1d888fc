import { EVENTS_DAMAGED } from "../errors.ts";
import type { FlatPlace } from "./flatbuffer.ts";
import { PackedDamage, unpackLz4 } from "./lz4.ts";

/** Bytes that a packet may unpack to: some 16 million events, far beyond those of any camera. */
const mostBytes = 2 ** 28;

type Unpack = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;

const lz4: Unpack = (bytes) => unpackLz4(bytes, mostBytes);

/** How packets are compressed, by the number in the header of AEDAT 4: none, LZ4 and Zstandard, each fast or high. */
const unpackers: ReadonlyMap<number, Unpack> = new Map([
  [0, (bytes: Uint8Array) => bytes],
  [1, lz4],
  [2, lz4],
  [3, unpackZstd],
  [4, unpackZstd],
]);

/** Find what unpacks packets; undefined for a compression that is not known. */
export function unpackerOf(compression: number): Unpack | undefined {
  return unpackers.get(compression);
}

/** Unpack a packet; throws `SL_EVENTS_DAMAGED`. */
export async function unpackPacket(
  unpack: Unpack,
  bytes: Uint8Array,
  place: FlatPlace,
): Promise<Uint8Array> {
  try {
    return await unpack(bytes);
  } catch (fault) {
    const isDamage = fault instanceof PackedDamage || isZstdFault(fault);
    if (!isDamage) throw fault;
    const got = (fault as Error).message;
    throw EVENTS_DAMAGED({ ...place, expected: "a packet that can be unpacked", got });
  }
}

/** Unpack a frame of Zstandard (RFC 8878) piece by piece, so that what it grows to is bounded. */
async function unpackZstd(bytes: Uint8Array): Promise<Uint8Array> {
  const { Decompress } = await import("fzstd");
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Decompress((part) => {
    size += part.length;
    if (size > mostBytes) throw new PackedDamage(`it unpacks to more than ${mostBytes} bytes`);
    parts.push(part);
  });
  stream.push(bytes, true);
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Its errors are plain, with a number for a code. */
function isZstdFault(fault: unknown): boolean {
  return fault instanceof Error && "code" in fault && typeof fault.code === "number";
}
