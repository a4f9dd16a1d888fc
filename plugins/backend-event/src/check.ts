import { SpikeLoomError } from "@spikeloom/kernel";
import { valueRange } from "@spikeloom/network";
import { fewNeurons, type NetworkProgram } from "@spikeloom/program";
import { leastDelay, levelsOf } from "@spikeloom/program/events";
import { checkSynapses } from "./check-synapses.ts";
import { INSTANT_DELAY } from "./errors.ts";
import { neuronsOf } from "./neurons.ts";
import { checkDelay } from "./rows.ts";

/** List what of a program has no exact solution from event to event. */
export function checkProgram(program: NetworkProgram): readonly SpikeLoomError[] {
  const found: SpikeLoomError[] = [];
  const attempt = (act: () => unknown): void => {
    try {
      act();
    } catch (fault) {
      if (!(fault instanceof SpikeLoomError)) throw fault;
      found.push(fault);
    }
  };
  for (const population of program.populations.values()) {
    if (population.source !== undefined) continue;
    // An outline has values of the first neurons only.
    const size = Math.min(population.size, fewNeurons);
    attempt(() => neuronsOf(program, { ...population, size }));
  }
  for (const one of program.projections) attempt(() => checkSynapses(one));
  const instant = program.projections.filter(({ delay, place, receptor }) => {
    const { constant } = valueRange(delay);
    if (receptor === undefined || constant === undefined || constant >= leastDelay) return false;
    if (constant !== 0) attempt(() => checkDelay(constant, place));
    return constant === 0;
  });
  attempt(() => levelsOf(instant, INSTANT_DELAY));
  return found;
}
