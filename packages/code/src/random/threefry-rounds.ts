type Pair = readonly [number, number];

/** Rotations of Threefry-4x32 (Salmon et al. 2011, doi:10.1145/2063384.2063405, table 2). */
const rotations: readonly Pair[] = [
  [10, 26],
  [11, 21],
  [13, 27],
  [23, 5],
  [6, 20],
  [17, 11],
  [25, 10],
  [18, 20],
];

/** Number of rounds of every draw: the smallest above 12 with published test vectors. */
const rounds = 13;

/** Constant combined with the words of a key to form its fifth word. */
const keyParity = 0x1bd11bda;

/** The four words of a block, a counter or a key. */
export type Words<Word> = readonly [Word, Word, Word, Word];

/** Operations on words of 32 bits, which wrap. */
export interface WordOperations<Word> {
  word(value: number): Word;
  add(a: Word, b: Word): Word;
  xor(a: Word, b: Word): Word;
  rotate(a: Word, by: number): Word;
}

/** Apply thirteen rounds to a counter to which the key has been added. */
export function encrypt<Word>(
  { word, add, xor, rotate }: WordOperations<Word>,
  start: Words<Word>,
  key: Words<Word>,
): Words<Word> {
  const keys = [...key, key.reduce(xor, word(keyParity))];
  let [a, b, c, d] = start;
  for (let round = 0; round < rounds; round++) {
    const [first, second] = rotations[round % 8] as Pair;
    // Odd rounds exchange the second and the fourth word.
    let [near, far] = round % 2 === 0 ? [b, d] : [d, b];
    a = add(a, near);
    near = xor(rotate(near, first), a);
    c = add(c, far);
    far = xor(rotate(far, second), c);
    [b, d] = round % 2 === 0 ? [near, far] : [far, near];
    if (round % 4 !== 3) continue;
    const turn = (round + 1) / 4;
    const part = (i: number): Word => keys[(turn + i) % 5] as Word;
    a = add(a, part(0));
    b = add(b, part(1));
    c = add(c, part(2));
    d = add(add(d, part(3)), word(turn));
  }
  return [a, b, c, d];
}
