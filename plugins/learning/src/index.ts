import type { LearningRecord } from "@spikeloom/kernel";
import { bptt } from "./bptt.ts";
import { eprop } from "./eprop.ts";
import { epropAdaptive } from "./eprop-adaptive.ts";
import { epropRandom } from "./eprop-random.ts";

export { bptt, eprop, epropAdaptive, epropRandom };

/** All learning algorithms of this package. */
export const learning: readonly LearningRecord[] = [bptt, eprop, epropRandom, epropAdaptive];
