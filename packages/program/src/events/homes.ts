/** Create the function that finds the population of a neuron of the network. */
export function homesOf(
  populations: readonly { readonly first: number }[],
): (neuron: number) => number {
  const firsts = Float64Array.from(populations, ({ first }) => first);
  // A table of all neurons would miss the cache; empty populations begin where the next one does.
  return (neuron) => {
    let low = 0;
    let high = firsts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((firsts[middle] as number) <= neuron) low = middle;
      else high = middle;
    }
    return low;
  };
}
