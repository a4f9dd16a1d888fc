/** The primitive draws that all other draws are built from. */
export interface DrawSource {
  /** Draw a word, 0 to 2^32 - 1. */
  uint32(): number;
  /** Draw from [0, 1), 53 bits. */
  uniform(): number;
  /** Draw from (0, 1): an odd multiple of 2^-53, so that 1 - u is exact too. */
  uniformOpen(): number;
  /** Draw from the standard normal distribution. */
  normal(): number;
}
