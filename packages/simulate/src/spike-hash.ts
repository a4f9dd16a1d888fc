/** A running hash over spikes in order of step and neuron. */
export interface SpikeHash {
  /** Add the spikes of one step: indices of neurons across the whole network, ascending. */
  add(step: number, neurons: ArrayLike<number>, offset: number): void;
  /** Add one spike that may lie off the grid: the index of its neuron across the whole network, and its offset in ms. */
  addAt(step: number, neuron: number, offset: number): void;
  /** Sixteen hexadecimal digits. */
  digest(): string;
}

/**
 * Start a hash; equal spikes give equal digits on every machine.
 *
 * Given the digits of an earlier hash, it continues from there.
 */
export function spikeHash(from = "2545f4919e3779b9"): SpikeHash {
  let low = Number.parseInt(from.slice(0, 8), 16);
  let high = Number.parseInt(from.slice(8), 16);
  const mix = (word: number): void => {
    low = mixA(low, scrambleA(word));
    high = mixB(high, scrambleB(word));
  };
  return {
    add(step, neurons, offset) {
      // Local numbers are kept in registers; closure variables are reallocated at each change.
      let a = low;
      let b = high;
      const stepA = scrambleA(step);
      const stepB = scrambleB(step);
      for (let k = 0; k < neurons.length; k++) {
        const neuron = (neurons[k] ?? 0) + offset;
        a = mixA(mixA(a, stepA), scrambleA(neuron));
        b = mixB(mixB(b, stepB), scrambleB(neuron));
      }
      low = a;
      high = b;
    },
    addAt(step, neuron, offset) {
      mix(step);
      mix(neuron);
      // A spike on the grid has the digest that it has without an offset.
      if (offset === 0) return;
      double.setFloat64(0, offset);
      mix(double.getInt32(4));
      mix(double.getInt32(0));
    },
    digest: () => hex(low) + hex(high),
  };
}

const double = new DataView(new ArrayBuffer(8));

// The mixing step of MurmurHash3, on two lanes with different multipliers.

function scrambleA(word: number): number {
  const a = Math.imul(word, 0xcc9e2d51);
  return Math.imul((a << 15) | (a >>> 17), 0x1b873593);
}

function scrambleB(word: number): number {
  const b = Math.imul(word, 0x239b961b);
  return Math.imul((b << 16) | (b >>> 16), 0xab0e9789);
}

function mixA(lane: number, scrambled: number): number {
  const a = lane ^ scrambled;
  return (Math.imul((a << 13) | (a >>> 19), 5) + 0xe6546b64) | 0;
}

function mixB(lane: number, scrambled: number): number {
  const b = lane ^ scrambled;
  return (Math.imul((b << 17) | (b >>> 15), 5) + 0x561ccd1b) | 0;
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
