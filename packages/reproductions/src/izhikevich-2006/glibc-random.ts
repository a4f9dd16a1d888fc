/** Length of the shift register of the generator that `rand()` uses by default. */
const register = 31;
/** Distance of the nearer word, and the first word to be renewed. */
const near = 3;
/** Numbers discarded after seeding. */
const discarded = 310;
/** The largest number. */
export const RAND_MAX = 0x7fffffff;

/**
 * The numbers that `rand()` of the GNU C library returns after `srand(seed)`.
 *
 * Its additive feedback generator of 31 words (TYPE_3): each word is the sum of those 3 and 31 before it,
 * and a number is a word without its lowest bit. The words are seeded by the minimal standard generator.
 */
export function glibcRandom(seed: number): () => number {
  const words = seedWords(seed);
  let at = near;
  const next = (): number => {
    // Word `at` is the one 31 before, because that is the length of the register.
    const word = ((words[at] ?? 0) + (words[(at + register - near) % register] ?? 0)) >>> 0;
    words[at] = word;
    at = (at + 1) % register;
    return word >>> 1;
  };
  for (let k = 0; k < discarded; k++) next();
  return next;
}

function seedWords(seed: number): Uint32Array {
  const words = new Uint32Array(register);
  // Seed 0 would give only zeros; the library uses 1 instead.
  let word = seed === 0 ? 1 : seed;
  for (let k = 0; k < register; k++) {
    words[k] = word;
    word = (16807 * word) % RAND_MAX;
  }
  return words;
}
