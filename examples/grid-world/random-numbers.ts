/** Returns numbers from 0 to 1, the same for each seed. */
export type RandomNumbers = () => number;

/** Create a sequence of random numbers: a Weyl sequence whose entries a 32-bit hash mixes (mulberry32). */
export function randomNumbers(seed: number): RandomNumbers {
  let state = Math.imul(seed + 1, 0x9e3779b9);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
