import type { RecordedSpikes } from "@spikeloom/simulate";
import type { ArrayFolder } from "../array-folder.ts";
import type { Spikes } from "../generated/replies.ts";
import type { Sent } from "../wire/message-form.ts";

/** Create a message of spikes. */
export function spikesOf({ neurons, times }: RecordedSpikes, arrays: ArrayFolder): Sent<Spikes> {
  return { neurons: arrays.writeIndices(neurons), times: arrays.writeDoubles(times) };
}
