/**
 * Networks whose spikes are compared only under `--long`: Brunel's differ from the first in numbers only, and the last
 * is the largest.
 */
export const lengthy: readonly string[] = [
  "brunel-2000 B",
  "brunel-2000 C",
  "brunel-2000 D",
  "morrison-2007",
];
