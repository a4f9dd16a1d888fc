/** As many spikes of a neuron at one time indicate that it does not stop. */
export const mostAtOnce = 1000;

/** Counts the spikes of each neuron at one time. */
export interface RepeatedSpikes {
  /** Forget all spikes. */
  clear(): void;
  /** Count a spike; return whether the neuron spikes endlessly at this time. */
  isEndless(neuron: number, time: number): boolean;
}

/** Create the counts of as many neurons. */
export function repeatedSpikes(size: number): RepeatedSpikes {
  const repeated = new Int32Array(size);
  const last = new Float64Array(size).fill(Number.NaN);
  return {
    clear() {
      last.fill(Number.NaN);
    },
    isEndless(n, time) {
      const count = last[n] === time ? (repeated[n] as number) + 1 : 0;
      repeated[n] = count;
      last[n] = time;
      return count > mostAtOnce;
    },
  };
}
