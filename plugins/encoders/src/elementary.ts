import { applyBuiltIn, javascriptF64 } from "@spikeloom/equations/functions";

/** Compute e to the power of x, with the bits that a simulation gives on every machine. */
export const exp = (x: number): number => applyBuiltIn(javascriptF64, "exp", [x]);

/** Compute the natural logarithm, with the bits that a simulation gives on every machine. */
export const log = (x: number): number => applyBuiltIn(javascriptF64, "log", [x]);
