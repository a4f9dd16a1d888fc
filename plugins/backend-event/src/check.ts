import { SpikeLoomError } from "@spikeloom/kernel";
import { valueRange } from "@spikeloom/network";
import { fewNeurons, type NetworkProgram } from "@spikeloom/program";
import { checkSynapses } from "./check-synapses.ts";
import { INSTANT_DELAY } from "./errors.ts";
import { checkStimulus } from "./inputs.ts";
import { neuronsOf } from "./neurons.ts";
import { leastDelay } from "./rows.ts";

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
  for (const one of program.stimuli) attempt(() => checkStimulus(one));
  for (const one of program.projections) attempt(() => checkSynapses(one));
  for (const { delay, place, receptor } of program.projections) {
    const { constant } = valueRange(delay);
    if (receptor === undefined || constant === undefined || constant >= leastDelay) continue;
    found.push(INSTANT_DELAY({ place: `${place}.delay`, got: `${constant} ms` }));
  }
  return found;
}
