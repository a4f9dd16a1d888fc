import type { LearningRecord } from "@spikeloom/kernel";
import { bptt } from "./bptt.ts";

export { bptt };

/** All learning algorithms of this package. */
export const learning: readonly LearningRecord[] = [bptt];
