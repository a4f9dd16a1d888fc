import {
  type DrawnLet,
  type EventProgram,
  eventsOf,
  isDrawn,
  type SynapseProgram,
} from "@spikeloom/program";

/** Whether anything that happens to a synapse is drawn, so that each needs a number of its own. */
export function drawsIn(program: SynapseProgram): boolean {
  return eventsOf(program).some(drawsAt);
}

/** Whether an event draws. */
export function drawsAt({ lets }: EventProgram): boolean {
  return lets.some(isDrawn);
}

/** All that is drawn at the events of a synapse; code counts draws by their place in this list. */
export function drawsOf(program: SynapseProgram): readonly DrawnLet[] {
  return eventsOf(program).flatMap(({ lets }) => lets.filter(isDrawn));
}
