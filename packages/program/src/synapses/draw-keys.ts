import type { EventProgram, Let, SynapseProgram } from "./synapse-program.ts";

/** Number of draw indices reserved for an event. */
const perEvent = 64;

/**
 * Key the draws of a projection's events: `event/0/E_I`.
 *
 * Events are counted in the order of presynaptic, postsynaptic and named ones, and values that an event computes or
 * draws by their index in it.
 */
export function keyDraws(program: SynapseProgram, projection: string): SynapseProgram {
  if (!eventsOf(program).some(({ lets }) => lets.some(isDrawn))) return program;
  const keyed = <Event extends EventProgram>(event: Event, number: number): Event => ({
    ...event,
    lets: event.lets.map((one, place): Let => {
      if (!isDrawn(one)) return one;
      const own = place < perEvent ? `${perEvent * number + place}` : `${number}+${place}`;
      return { ...one, key: `event/${own}/${projection}` };
    }),
  });
  const { pre, post, named } = program;
  return {
    ...program,
    pre: keyed(pre, 0),
    post: post && keyed(post, 1),
    named: new Map([...named].map(([name, event], k) => [name, keyed(event, 2 + k)])),
  };
}

/** Return all events of a synapse that may draw. */
export function eventsOf({ pre, post, named }: SynapseProgram): readonly EventProgram[] {
  return [pre, ...(post === undefined ? [] : [post]), ...named.values()];
}

/** Test whether a value is drawn. */
export function isDrawn(one: Let): one is Extract<Let, { readonly draw: unknown }> {
  return "draw" in one;
}
