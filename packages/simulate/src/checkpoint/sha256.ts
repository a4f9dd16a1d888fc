// SHA-256 (FIPS 180-4). Implemented here because it is needed synchronously and in pages without WebCrypto.

/** A running SHA-256. */
export interface Sha256 {
  add(bytes: Uint8Array): void;
  /** Return the 32 bytes of the digest; nothing may be added afterwards. */
  digest(): Uint8Array;
}

// First 32 bits of the fractional parts of the cube roots of the first 64 primes (section 4.2.2).
const constants = Int32Array.of(
  ...[0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4],
  ...[0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe],
  ...[0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f],
  ...[0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7],
  ...[0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc],
  ...[0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b],
  ...[0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116],
  ...[0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3],
  ...[0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7],
  0xc67178f2,
);

const blockBytes = 64;

/** Start a hash. */
export function newSha256(): Sha256 {
  // Of the square roots of the first eight primes (section 5.3.3).
  const state = Int32Array.of(
    ...[0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a],
    ...[0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19],
  );
  const words = new Int32Array(64);
  const rest = new Uint8Array(blockBytes);
  let held = 0;
  let length = 0;
  const add = (bytes: Uint8Array): void => {
    length += bytes.length;
    let done = 0;
    if (held > 0) {
      done = Math.min(blockBytes - held, bytes.length);
      rest.set(bytes.subarray(0, done), held);
      held += done;
      if (held < blockBytes) return;
      compress(state, words, rest, 0);
      held = 0;
    }
    for (; done + blockBytes <= bytes.length; done += blockBytes) {
      compress(state, words, bytes, done);
    }
    rest.set(bytes.subarray(done));
    held = bytes.length - done;
  };
  return {
    add,
    digest() {
      const bits = length * 8;
      // A one, zeros to 56 modulo 64, and the number of bits in 64 (section 5.1.1).
      const padding = new Uint8Array(((119 - (length % blockBytes)) % blockBytes) + 9);
      padding[0] = 0x80;
      const view = new DataView(padding.buffer);
      view.setUint32(padding.length - 8, Math.floor(bits / 2 ** 32));
      view.setUint32(padding.length - 4, bits >>> 0);
      add(padding);
      const out = new Uint8Array(32);
      const outView = new DataView(out.buffer);
      for (const [k, word] of state.entries()) outView.setInt32(4 * k, word);
      return out;
    },
  };
}

/** Return the SHA-256 of bytes in hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  const hash = newSha256();
  hash.add(bytes);
  return hexadecimal(hash.digest());
}

/** Write bytes as hexadecimal digits. */
export function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function compress(state: Int32Array, words: Int32Array, bytes: Uint8Array, at: number): void {
  for (let t = 0, k = at; t < 16; t++, k += 4) {
    words[t] =
      ((bytes[k] as number) << 24) |
      ((bytes[k + 1] as number) << 16) |
      ((bytes[k + 2] as number) << 8) |
      (bytes[k + 3] as number);
  }
  for (let t = 16; t < 64; t++) {
    const far = words[t - 15] as number;
    const near = words[t - 2] as number;
    const low = ((far >>> 7) | (far << 25)) ^ ((far >>> 18) | (far << 14)) ^ (far >>> 3);
    const high = ((near >>> 17) | (near << 15)) ^ ((near >>> 19) | (near << 13)) ^ (near >>> 10);
    words[t] = ((words[t - 16] as number) + low + (words[t - 7] as number) + high) | 0;
  }
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let t = 0; t < 64; t++) {
    const turnE = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const choice = (e & f) ^ (~e & g);
    const first = (h + turnE + choice + (constants[t] as number) + (words[t] as number)) | 0;
    const turnA = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const second = (turnA + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
  state[4] = (state[4] as number) + e;
  state[5] = (state[5] as number) + f;
  state[6] = (state[6] as number) + g;
  state[7] = (state[7] as number) + h;
}
