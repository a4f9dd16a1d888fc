type Pair = readonly [number, number];

/** Rotations of Threefry-4x32 (Salmon et al. 2011, doi:10.1145/2063384.2063405, table 2). */
export const rotations: readonly Pair[] = [
  [10, 26],
  [11, 21],
  [13, 27],
  [23, 5],
  [6, 20],
  [17, 11],
  [25, 10],
  [18, 20],
];

/** The rounds of every draw: the least with published answers above 12. */
export const rounds = 13;

/** What the words of a key are combined with to its fifth word. */
export const keyParity = 0x1bd11bda;
