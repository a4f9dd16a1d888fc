import type { ProjectionRecord } from "@spikeloom/kernel";
import { chooseNeurons, delaySteps, readTime } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import {
  call,
  EXPORT_SYNAPSE,
  list,
  type Python,
  pythonFloat,
  pythonText,
} from "@spikeloom/simulate/scripts";
import type { NestTask } from "./task.ts";
import type { WrittenPopulation } from "./write-population.ts";

/** Write NEST's volume transmitter, through which spikes of a population act on all synapses of a projection. */
export function transmitterCode(
  { dt, convention }: NestTask,
  { record, place }: { readonly record: ProjectionRecord; readonly place: string },
  populations: ReadonlyMap<string, WrittenPopulation>,
): Python | undefined {
  const [named] = Object.entries(record.events ?? {});
  const [event, source] = named ?? ["", undefined];
  if (source === undefined || !("from" in source)) {
    throw EXPORT_SYNAPSE({
      message: "In NEST, only spikes can release the neuromodulator of this rule.",
      place: `${place}.events`,
      expected: '{ "from": POPULATION }',
      got: source === undefined ? "no events" : "events of a clock",
      next: "Let a population emit them, or run the network with SpikeLoom.",
    });
  }
  const pool = populations.get(source.from);
  // A refused population is reported elsewhere.
  if (pool === undefined) return undefined;
  const at = `${place}.events.${event}`;
  const { size } = pool.resolved;
  const chosen = chooseNeurons(source.neurons, size, `${at}.neurons`);
  const numbers = Array.from({ length: chosen.size }, (_, k) => chosen.neuron(k));
  const whom = chosen.isAll === true ? "None" : list(numbers.sort((a, b) => a - b).map(String));
  const steps =
    source.delay === undefined
      ? convention.delay.least
      : delaySteps(readTime(source.delay, `${at}.delay`), { dt, convention }, `${at}.delay`);
  const delay = pythonFloat(timeOfStep(steps, dt));
  return call("transmitter", `nodes[${pythonText(source.from)}]`, whom, delay);
}
