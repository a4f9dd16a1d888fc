import { hostFunctions } from "@spikeloom/equations/functions";
import type { ProjectionRecord } from "@spikeloom/kernel";
import { chooseNeurons, delaySteps, planProjection, readTime } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import {
  call,
  drawConnections,
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
  task: NestTask,
  { record, place }: { readonly record: ProjectionRecord; readonly place: string },
  populations: ReadonlyMap<string, WrittenPopulation>,
): Python | undefined {
  const { dt, convention } = task;
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
      ? leastDelay(task)
      : delaySteps(readTime(source.delay, `${at}.delay`), { dt, convention }, `${at}.delay`);
  const delay = pythonFloat(timeOfStep(steps, dt));
  return call("transmitter", `nodes[${pythonText(source.from)}]`, whom, delay);
}

/** The minimum delay of the network in steps, after which spikes act as events by default. */
function leastDelay({ network, stack, seed, dt, convention }: NestTask): number {
  let least = Number.POSITIVE_INFINITY;
  const include = (time: number): void => {
    least = Math.min(least, Math.round(time / dt));
  };
  (network.projections ?? []).forEach(({ events = {}, modulators = {} }, index) => {
    const place = `projections[${index}]`;
    const planned = planProjection(network, index, { stack, seed, functions: hostFunctions });
    const rules = { dt, convention, place: `${place}.delay` };
    const { delay, sources } = drawConnections(planned, new Map(), rules);
    if (typeof delay !== "number") for (const time of delay) include(time);
    else if (sources.length > 0) include(delay);
    for (const source of [...Object.values(events), ...Object.values(modulators)]) {
      if (typeof source !== "object" || !("from" in source) || source.delay === undefined) continue;
      include(readTime(source.delay, `${place}.events`));
    }
  });
  return Number.isFinite(least) ? Math.max(1, least) : 1;
}
