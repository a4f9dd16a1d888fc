/** Four 32-bit words. */
type Words = Uint32Array | readonly number[];

// Salmon et al. 2011, doi:10.1145/2063384.2063405: rotation counts of Threefry-4x32 and Skein's key parity.
const ROTATIONS = [10, 26, 11, 21, 13, 27, 23, 5, 6, 20, 17, 11, 25, 10, 18, 20] as const;
const PARITY = 0x1bd11bda;

/**
 * Encrypt a counter of four words under a key of four words into `out`.
 *
 * `rounds` is 1 to 72; draws take 13. `out` may be the counter itself.
 */
export function threefry4x32(counter: Words, key: Words, out: Uint32Array, rounds = 13): void {
  const [k0 = 0, k1 = 0, k2 = 0, k3 = 0] = key;
  const schedule = [k0, k1, k2, k3, PARITY ^ k0 ^ k1 ^ k2 ^ k3];
  const subkey = (s: number, i: number): number => schedule[(s + i) % 5] ?? 0;
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = counter;
  let [x0, x1, x2, x3] = [(c0 + k0) | 0, (c1 + k1) | 0, (c2 + k2) | 0, (c3 + k3) | 0];
  for (let round = 0; round < rounds; round++) {
    const first = ROTATIONS[(2 * round) % 16] ?? 0;
    const second = ROTATIONS[(2 * round + 1) % 16] ?? 0;
    if (round % 2 === 0) {
      x0 = (x0 + x1) | 0;
      x1 = rotate(x1, first) ^ x0;
      x2 = (x2 + x3) | 0;
      x3 = rotate(x3, second) ^ x2;
    } else {
      x0 = (x0 + x3) | 0;
      x3 = rotate(x3, first) ^ x0;
      x2 = (x2 + x1) | 0;
      x1 = rotate(x1, second) ^ x2;
    }
    if (round % 4 === 3) {
      const s = (round + 1) / 4;
      x0 = (x0 + subkey(s, 0)) | 0;
      x1 = (x1 + subkey(s, 1)) | 0;
      x2 = (x2 + subkey(s, 2)) | 0;
      x3 = (x3 + subkey(s, 3) + s) | 0;
    }
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}

function rotate(word: number, count: number): number {
  return (word << count) | (word >>> (32 - count));
}
