import type { ErrorFactory } from "@spikeloom/kernel";
import type { Resource } from "../chips/chip.ts";
import {
  CHIP_DELAY,
  CHIP_FAN_IN,
  CHIP_FAN_OUT,
  CHIP_IN_AXONS,
  CHIP_KEYS,
  CHIP_MEMORY,
  CHIP_NEURONS,
  CHIP_OUT_AXONS,
  CHIP_POPULATIONS,
  CHIP_RING_BUFFER,
  CHIP_SYNAPSE_MEMORY,
  CHIP_TABLE,
  type ExceededLimit,
} from "../errors.ts";

/** Error for each resource whose limit is exceeded. */
export const limitErrors: { readonly [R in Resource]: ErrorFactory<ExceededLimit> } = {
  neurons: CHIP_NEURONS,
  populations: CHIP_POPULATIONS,
  "in-axons": CHIP_IN_AXONS,
  "out-axons": CHIP_OUT_AXONS,
  "synapse-bits": CHIP_SYNAPSE_MEMORY,
  "memory-bytes": CHIP_MEMORY,
  "ring-buffer": CHIP_RING_BUFFER,
  "fan-in": CHIP_FAN_IN,
  "fan-out": CHIP_FAN_OUT,
  delay: CHIP_DELAY,
  "table-entries": CHIP_TABLE,
  "key-bits": CHIP_KEYS,
};
