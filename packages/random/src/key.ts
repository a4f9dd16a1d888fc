import { SEED } from "./errors.ts";

/**
 * A key of four words: the seed and the hash of a purpose.
 *
 * The low word of each comes first.
 */
export type Key = Uint32Array;

const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;
const LOW = 0xffffffffn;

/**
 * Make the key of one purpose under a seed.
 *
 * The purpose identifies the consumer and use of the numbers, such as `"network/E/noise/v"`; it is hashed by 64-bit FNV-1a over
 * its UTF-8 bytes. A purpose must have only one kind of draw. Numbers drawn during a run depend on the trial; those that build
 * the network do not.
 */
export function streamKey(seed: number | bigint, purpose: string, trial = 0): Key {
  const value = readSeed(seed);
  const hash = fnv1a64(trial === 0 ? purpose : `trial/${trial}/${purpose}`);
  return Uint32Array.of(
    Number(value & LOW),
    Number(value >> 32n),
    Number(hash & LOW),
    Number(hash >> 32n),
  );
}

/** Hash a text by 64-bit FNV-1a over its UTF-8 bytes. */
export function fnv1a64(text: string): bigint {
  let hash = FNV_OFFSET;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * FNV_PRIME);
  }
  return hash;
}

function readSeed(seed: number | bigint): bigint {
  if (typeof seed === "bigint" && seed >= 0n && seed < 1n << 64n) return seed;
  if (typeof seed === "number" && Number.isSafeInteger(seed) && seed >= 0) return BigInt(seed);
  throw SEED({ got: String(seed) });
}
