// Longer lists take longer to walk than to make a view of.
const keptLengths = 1024;

/**
 * Make what gives the first so many words of a list.
 *
 * Lists are handed over in each step of a run. A view made for each would be collected soon, at which
 * all workers wait for the one that collects; so views are kept by their length.
 */
export function listViews(list: Uint32Array): (length: number) => Uint32Array {
  const kept: Uint32Array[] = [];
  return (length) => {
    if (length >= keptLengths) return list.subarray(0, length);
    // Filled up to here, so that looking one up stays cheap.
    while (kept.length <= length) kept.push(list.subarray(0, kept.length));
    return kept[length] as Uint32Array;
  };
}
