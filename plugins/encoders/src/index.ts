import type { EncoderRecord } from "@spikeloom/kernel";
import { latency } from "./latency.ts";
import { rate } from "./rate.ts";

export { ENCODER_VALUE } from "./errors.ts";
export { latency, rate };

/** All encoders of this package. */
export const encoders: readonly EncoderRecord[] = [rate, latency];
