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

/** Number of rounds of every draw: the smallest above 12 with published test vectors. */
export const rounds = 13;

/** Constant combined with the words of a key to form its fifth word. */
export const keyParity = 0x1bd11bda;
