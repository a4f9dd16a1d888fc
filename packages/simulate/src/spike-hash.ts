/** A running hash over spikes in order of step and neuron. */
export interface SpikeHash {
  /** Add the spikes of one step: indices of neurons across the whole network, ascending. */
  add(step: number, neurons: ArrayLike<number>, offset: number): void;
  /** Add one spike that may lie off the grid: the index of its neuron across the whole network, and its offset in ms. */
  addAt(step: number, neuron: number, offset: number): void;
  /** Add the first spikes of a list, which may lie off the grid, as `addAt` does. */
  addAll(spikes: ListedSpikes): void;
  /** Sixteen hexadecimal digits. */
  digest(): string;
}

/** Spikes in order of time, then of number. */
export interface ListedSpikes {
  readonly count: number;
  readonly steps: Int32Array;
  /** Indices across the whole network. */
  readonly neurons: Int32Array;
  /** Differences from the times of the steps in ms. */
  readonly offsets: Float64Array;
}

/**
 * Start a hash; equal spikes give equal digits on every machine.
 *
 * Given the digits of an earlier hash, it continues from there.
 */
export function spikeHash(from = "2545f4919e3779b9"): SpikeHash {
  let low = Number.parseInt(from.slice(0, 8), 16);
  let high = Number.parseInt(from.slice(8), 16);
  const addAll = ({ count, steps, neurons, offsets }: ListedSpikes): void => {
    let a = low;
    let b = high;
    for (let k = 0; k < count; k++) {
      const step = steps[k] as number;
      const neuron = neurons[k] as number;
      a = mixA(mixA(a, scrambleA(step)), scrambleA(neuron));
      b = mixB(mixB(b, scrambleB(step)), scrambleB(neuron));
      const offset = offsets[k] as number;
      // A spike on the grid has the digest that it has without an offset.
      if (offset === 0) continue;
      double[0] = offset;
      const lower = halves[1 - upper] as number;
      const higher = halves[upper] as number;
      a = mixA(mixA(a, scrambleA(lower)), scrambleA(higher));
      b = mixB(mixB(b, scrambleB(lower)), scrambleB(higher));
    }
    low = a;
    high = b;
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
      one.steps[0] = step;
      one.neurons[0] = neuron;
      one.offsets[0] = offset;
      addAll(one);
    },
    addAll,
    digest: () => hex(low) + hex(high),
  };
}

const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);
/** Index of the upper half of a double, by the order of bytes of the machine. */
const upper = new Uint8Array(Int32Array.of(1).buffer)[0] === 1 ? 1 : 0;

const one = {
  count: 1,
  steps: new Int32Array(1),
  neurons: new Int32Array(1),
  offsets: new Float64Array(1),
};

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
