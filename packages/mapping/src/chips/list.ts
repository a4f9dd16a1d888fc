import type { ChipRecord } from "./chip.ts";
import { loihi1 } from "./loihi-1.ts";
import { loihi2 } from "./loihi-2.ts";
import { spiNNaker1 } from "./spinnaker-1.ts";
import { spiNNaker2 } from "./spinnaker-2.ts";
import { trueNorth } from "./truenorth.ts";

/** All chips with a resource model. */
export const chips: readonly ChipRecord[] = [loihi1, loihi2, trueNorth, spiNNaker1, spiNNaker2];
