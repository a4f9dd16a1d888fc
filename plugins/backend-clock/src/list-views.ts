// Iterating over a longer list takes longer than creating a view of it.
const keptLengths = 1024;

/**
 * Create a function that returns the first entries of a list.
 *
 * Lists are passed on in each step of a run. A new view for each would soon be collected, and all workers would wait
 * for the one that collects; views are therefore cached by length.
 */
export function listViews(list: Uint32Array): (length: number) => Uint32Array {
  const kept: Uint32Array[] = [];
  return (length) => {
    if (length >= keptLengths) return list.subarray(0, length);
    // Filled up to here, so that look-ups stay cheap.
    while (kept.length <= length) kept.push(list.subarray(0, kept.length));
    return kept[length] as Uint32Array;
  };
}
