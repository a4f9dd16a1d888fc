/** The generator MT19937 (Matsumoto & Nishimura 1998, doi:10.1145/272991.272995). */
export interface Twister {
  /** Draw a word, 0 to 2^32 - 1. */
  uint32(): number;
  /** Draw from [0, 1), 53 bits of two words. */
  double(): number;
  /** Draw an integer from 0 to `most` by rejection under a bit mask. */
  upTo(most: number): number;
  /** Create a generator that continues from the same state. */
  copy(): Twister;
}

const WORDS = 624;
const SHIFT = 397;
const UPPER = 0x80000000;
const LOWER = 0x7fffffff;
const TWIST = 0x9908b0df;

/** Initialise MT19937 from a 32-bit seed, like its authors' `init_genrand`. */
export function twister(seed: number): Twister {
  const state = new Uint32Array(WORDS);
  state[0] = seed;
  for (let k = 1; k < WORDS; k++) {
    const last = state[k - 1] as number;
    state[k] = Math.imul(1812433253, last ^ (last >>> 30)) + k;
  }
  return goOn(state, WORDS);
}

function goOn(state: Uint32Array, at: number): Twister {
  let next = at;
  function uint32(): number {
    if (next === WORDS) {
      twist(state);
      next = 0;
    }
    return temper(state[next++] as number);
  }
  return {
    uint32,
    double() {
      const high = uint32() >>> 5;
      return (high * 67108864 + (uint32() >>> 6)) / 9007199254740992;
    },
    upTo: (most) => masked(uint32, most),
    copy: () => goOn(state.slice(), next),
  };
}

function twist(state: Uint32Array): void {
  for (let k = 0; k < WORDS; k++) {
    const next = k + 1 < WORDS ? k + 1 : 0;
    const far = k + SHIFT < WORDS ? k + SHIFT : k + SHIFT - WORDS;
    const mixed = ((state[k] as number) & UPPER) | ((state[next] as number) & LOWER);
    state[k] = (state[far] as number) ^ (mixed >>> 1) ^ (mixed & 1 ? TWIST : 0);
  }
}

function temper(word: number): number {
  let y = word;
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return (y ^ (y >>> 18)) >>> 0;
}

function masked(uint32: () => number, most: number): number {
  if (most === 0) return 0;
  const mask = 0xffffffff >>> Math.clz32(most);
  for (;;) {
    const drawn = (uint32() & mask) >>> 0;
    if (drawn <= most) return drawn;
  }
}
