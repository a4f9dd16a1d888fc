/** When each neuron spikes next, or a lower bound of it, and which neuron is first. */
export interface SpikeTimes {
  /** The neuron that is first, the one with the lowest index among several. */
  readonly first: number;
  /** Its time: Infinity if no neuron spikes. */
  readonly soonest: number;
  /** Whether its time is a lower bound. */
  readonly isBound: boolean;
  /** Set all times to Infinity, as they are at first. */
  clear(): void;
  set(neuron: number, time: number, isBound: boolean): void;
}

/** Create spike times: a tree in which each node refers to the earlier of its two. */
export function spikeTimes(count: number): SpikeTimes {
  let leaves = 2;
  while (leaves < count) leaves *= 2;
  const times = new Float64Array(leaves);
  const bounds = new Uint8Array(leaves);
  const first = new Int32Array(2 * leaves);
  const earlier = (node: number): number => {
    const one = first[2 * node] as number;
    const other = first[2 * node + 1] as number;
    return (times[one] as number) <= (times[other] as number) ? one : other;
  };
  const clear = (): void => {
    times.fill(Number.POSITIVE_INFINITY);
    for (let n = 0; n < leaves; n++) first[leaves + n] = n;
    for (let node = leaves - 1; node > 0; node--) first[node] = earlier(node);
  };
  clear();
  return {
    clear,
    get first() {
      return first[1] as number;
    },
    get soonest() {
      return times[first[1] as number] as number;
    },
    get isBound() {
      return bounds[first[1] as number] === 1;
    },
    set(neuron, time, isBound) {
      times[neuron] = time;
      bounds[neuron] = isBound ? 1 : 0;
      for (let node = (leaves + neuron) >> 1; node > 0; node >>= 1) {
        const found = earlier(node);
        // Above a node that another neuron wins as before, nothing changes.
        if (found !== neuron && first[node] === found) break;
        first[node] = found;
      }
    },
  };
}
