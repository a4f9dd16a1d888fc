import type { EventProgram, SynapseProgram } from "@spikeloom/program";

/** Whether anything that happens to a synapse is drawn, so that each needs a number of its own. */
export function drawsIn({ pre, post, named }: SynapseProgram): boolean {
  const events: readonly EventProgram[] = [pre, ...(post ? [post] : []), ...named.values()];
  return events.some(drawsAt);
}

/** Whether an event draws. */
export function drawsAt({ lets }: EventProgram): boolean {
  return lets.some((one) => "draw" in one);
}
