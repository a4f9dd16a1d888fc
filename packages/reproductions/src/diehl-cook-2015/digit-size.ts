/** Pixels along a side of a digit, and in all. */
export const side = 28;
export const pixelsPerDigit: number = side * side;
