import { namesReadBy, valuesIn } from "@spikeloom/program";
import type { ActiveSteps, ReadParts } from "./read-parts.ts";
import type { TrainedPopulation } from "./trained-population.ts";

/** A projection and the signal that it transmits. */
interface Link {
  readonly from: string;
  readonly to: string;
  readonly latency: number;
}

interface Linked {
  readonly populations: readonly TrainedPopulation[];
  readonly projections: readonly Link[];
  readonly steps: number;
  readonly dt: number;
}

/**
 * Find the steps of each population that can affect the readout.
 *
 * A layer of analog neurons has no memory: if only its last value is read, its earlier values do not matter, and its
 * inputs only matter one step earlier. Layers without state are thus computed once, as in other frameworks.
 */
export function activeSteps(
  { populations, projections, steps, dt }: Linked,
  { readout, counted }: ReadParts,
): ReadonlyMap<string, ActiveSteps> {
  const found = new Map<string, ActiveSteps>();
  const byName = new Map(populations.map((one) => [one.name, one]));
  const need = (name: string, from: number, until: number): void => {
    const population = byName.get(name);
    if (population === undefined || until <= 0) return;
    const before = found.get(name);
    const begin = remembers(population) ? 0 : Math.max(0, from);
    const wider = {
      from: Math.min(begin, before?.from ?? begin),
      until: Math.max(until, before?.until ?? until),
    };
    if (wider.from === before?.from && wider.until === before.until) return;
    found.set(name, wider);
    for (const one of projections) if (one.to === name) needSources(one, wider);
  };
  const needSources = ({ from, latency }: Link, steps: ActiveSteps): void =>
    need(from, steps.from - latency, steps.until - latency);
  const isLast = readout.reduce === "last" || readout.reduce === undefined;
  const until = readout.window === undefined ? steps : Math.round(readout.window.until / dt);
  need(readout.population, isLast && readout.variable !== "spikes" ? until - 1 : 0, until);
  for (const name of counted) need(name, 0, steps);
  return found;
}

/** Test whether a step reads any state left by previous steps; constants are not memory. */
function remembers({ states, forward, step }: TrainedPopulation): boolean {
  const stored = new Map(forward.stores);
  const moving = [...states.keys()].filter((slot) => {
    const value = stored.get(slot);
    return !(value?.kind === "number" && value.value === states.get(slot));
  });
  const kernels = step.kernels.flatMap(({ statements, stores, spikes }) => [
    ...valuesIn([...statements, ...stores]),
    ...(spikes === undefined ? [] : [spikes]),
  ]);
  const read = namesReadBy(kernels);
  return moving.some((slot) => read.has(slot));
}
