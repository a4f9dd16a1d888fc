/** A running hash over spikes in order of step and neuron. */
export interface SpikeHash {
  /** Add the spikes of one step: indices of neurons across the whole network, ascending. */
  add(step: number, neurons: ArrayLike<number>, offset: number): void;
  /** Sixteen hexadecimal digits. */
  digest(): string;
}

/**
 * Start a hash; the same spikes give the same digits on every machine.
 *
 * From the digits of an earlier one it goes on where that one was.
 */
export function spikeHash(from = "2545f4919e3779b9"): SpikeHash {
  let low = Number.parseInt(from.slice(0, 8), 16);
  let high = Number.parseInt(from.slice(8), 16);
  const mix = (word: number): void => {
    // The mixing step of MurmurHash3 on two lanes with different multipliers.
    let a = Math.imul(word, 0xcc9e2d51);
    a = Math.imul((a << 15) | (a >>> 17), 0x1b873593);
    low ^= a;
    low = (Math.imul((low << 13) | (low >>> 19), 5) + 0xe6546b64) | 0;
    let b = Math.imul(word, 0x239b961b);
    b = Math.imul((b << 16) | (b >>> 16), 0xab0e9789);
    high ^= b;
    high = (Math.imul((high << 17) | (high >>> 15), 5) + 0x561ccd1b) | 0;
  };
  return {
    add(step, neurons, offset) {
      for (let k = 0; k < neurons.length; k++) {
        mix(step);
        mix((neurons[k] ?? 0) + offset);
      }
    },
    digest: () => hex(low) + hex(high),
  };
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
