import { clock } from "@spikeloom/backend-clock";
import { event } from "@spikeloom/backend-event";
import { reference } from "@spikeloom/backend-reference";
import { webgpu } from "@spikeloom/backend-webgpu";
import { loihi } from "@spikeloom/hardware-loihi";
import { spinnaker, spinnakerTablesFormat, spynnakerFormat } from "@spikeloom/hardware-spinnaker";
import { rancFormat, truenorth } from "@spikeloom/hardware-truenorth";
import { createStack, type Stack } from "@spikeloom/kernel";
import { autoBackend } from "@spikeloom/simulate";
import { defaultStack } from "../default-stack.ts";
import { chipModels } from "./chip-models.ts";

/**
 * The default stack, and the backends that compute other results than the clock, or the same ones slowly.
 *
 * Exact spike times, sums in fixed point and a chip's integers differ from what the clock computes, so scripts name these backends
 * themselves.
 */
export const commandStack: Stack = createStack({
  plugins: [],
  tested: [
    ...defaultStack.records,
    event,
    webgpu(),
    reference,
    autoBackend([clock(), event]),
    ...chipModels,
    loihi({ on: clock() }),
    spinnaker({ on: clock() }),
    spynnakerFormat,
    spinnakerTablesFormat,
    truenorth({ on: clock() }),
    rancFormat,
  ],
});
