import type { SessionPopulation } from "../session-population.ts";
import type { Current } from "./current.ts";

/** Sums of the currents into populations that have changed. */
export interface Inputs {
  /** Populations whose sum differs from the last reported one, with the new sum in nA. */
  due(
    step: number,
  ): readonly { readonly population: SessionPopulation; readonly sum: Float64Array }[];
  /** The next step at which a sum may change. */
  next(step: number): number;
}

/** Track the currents into populations; initially there are none. */
export function inputsOf(currents: readonly Current[]): Inputs {
  const injected = currents.filter(({ injections }) => injections.length > 0);
  const populations = new Set(
    injected.flatMap(({ injections }) => injections.map(({ population }) => population)),
  );
  const last = new Map<SessionPopulation, Float64Array>();
  const now = new Map<Current, number>();
  const sumOf = (population: SessionPopulation, step: number): Float64Array => {
    const sum = new Float64Array(population.size);
    for (const current of injected) {
      const { waveform, injections } = current;
      const value = now.get(current) ?? 0;
      let first = 0;
      for (const { population: target, neurons } of injections) {
        const own = first;
        first += neurons.length;
        if (target !== population || value === 0) continue;
        neurons.forEach((neuron, k) => {
          const added = waveform.isIndividual === true ? waveform.at(step, own + k) : value;
          sum[neuron] = (sum[neuron] as number) + added;
        });
      }
    }
    return sum;
  };
  return {
    due(step) {
      const moved = new Set<SessionPopulation>(last.size === 0 ? populations : []);
      for (const current of injected) {
        const value = current.waveform.at(step);
        if (now.get(current) === value) continue;
        now.set(current, value);
        for (const { population } of current.injections) moved.add(population);
      }
      return [...moved].map((population) => {
        const sum = sumOf(population, step);
        last.set(population, sum);
        return { population, sum };
      });
    },
    next: (step) =>
      injected.reduce(
        (least, { waveform }) => Math.min(least, waveform.next(step)),
        Number.POSITIVE_INFINITY,
      ),
  };
}
