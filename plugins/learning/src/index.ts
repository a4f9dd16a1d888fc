import type { LearningRecord } from "@spikeloom/kernel";
import { bptt } from "./bptt.ts";
import { dcls } from "./dcls.ts";
import { decolle } from "./decolle.ts";
import { eprop } from "./eprop.ts";
import { epropAdaptive } from "./eprop-adaptive.ts";
import { epropRandom } from "./eprop-random.ts";
import { eventProp } from "./event-prop.ts";
import { ottt } from "./ottt.ts";
import { plasticity } from "./plasticity.ts";
import { ridge } from "./ridge.ts";
import { superSpike } from "./super-spike.ts";
import { tempotron } from "./tempotron.ts";

export {
  bptt,
  dcls,
  decolle,
  eprop,
  epropAdaptive,
  epropRandom,
  eventProp,
  ottt,
  plasticity,
  ridge,
  superSpike,
  tempotron,
};

/** All learning algorithms of this package. */
export const learning: readonly LearningRecord[] = [
  ...[
    bptt,
    dcls,
    eventProp,
    eprop,
    epropRandom,
    epropAdaptive,
    ottt,
    decolle,
    superSpike,
    tempotron,
  ],
  plasticity,
  ridge,
];
