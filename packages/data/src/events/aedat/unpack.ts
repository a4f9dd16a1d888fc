import { EVENTS_DAMAGED } from "../errors.ts";
import type { FlatPlace } from "./flatbuffer.ts";
import { unpackLz4 } from "./lz4.ts";
import { PackedDamage } from "./packed-damage.ts";
import { packetLimit, spend, type UnpackBudget } from "./unpack-budget.ts";
import { measureZstd } from "./zstd-frames.ts";

type Unpack = (bytes: Uint8Array, budget: UnpackBudget) => Uint8Array | Promise<Uint8Array>;

/** Compression of packets by its number in the AEDAT 4 header: none, LZ4 or Zstandard, each fast or high. */
const unpackers: ReadonlyMap<number, Unpack> = new Map<number, Unpack>([
  [0, (bytes) => bytes],
  [1, unpackLz4],
  [2, unpackLz4],
  [3, unpackZstd],
  [4, unpackZstd],
]);

/** Find the decompressor; undefined for an unknown compression. */
export function unpackerOf(compression: number): Unpack | undefined {
  return unpackers.get(compression);
}

/** Decompress a packet, and subtract its bytes from the budget of its file; throws `SL_EVENTS_DAMAGED`. */
export async function unpackPacket(
  unpack: Unpack,
  bytes: Uint8Array,
  { budget, ...place }: FlatPlace & { readonly budget: UnpackBudget },
): Promise<Uint8Array> {
  try {
    return await unpack(bytes, budget);
  } catch (fault) {
    if (!(fault instanceof PackedDamage)) throw fault;
    const got = fault.message;
    throw EVENTS_DAMAGED({ ...place, expected: "a valid compressed packet", got });
  }
}

/** Moving so many bytes takes as long as decompressing one. */
const movedPerByte = 256;

/** Decompress Zstandard frames (RFC 8878), whose heads bound their decompressed size. */
async function unpackZstd(bytes: Uint8Array, budget: UnpackBudget): Promise<Uint8Array> {
  const { most, moved } = measureZstd(bytes);
  const limit = packetLimit(budget);
  if (most > limit) throw new PackedDamage(`it may decompress to more than ${limit} bytes`);
  spend(budget, Math.ceil(moved / movedPerByte));
  const { decompress } = await import("fzstd");
  const unpacked = decoded(() => decompress(bytes));
  spend(budget, unpacked.length);
  return unpacked;
}

/** Run the decoder, which reports damage by its own errors and by out-of-bounds errors of arrays. */
function decoded(decode: () => Uint8Array): Uint8Array {
  try {
    return decode();
  } catch (fault) {
    const isOwn = fault instanceof Error && "code" in fault && typeof fault.code === "number";
    if (isOwn || fault instanceof RangeError || fault instanceof TypeError) {
      throw new PackedDamage(fault.message);
    }
    throw fault;
  }
}
