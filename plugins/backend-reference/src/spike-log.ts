/** The spikes of recent steps, by population. */
export interface SpikeLog {
  readonly state: { sent: Map<string, Map<number, readonly number[]>> };
  /** Enter the spikes of a population in a step: ascending neurons, once for each spike. */
  add(population: string, step: number, neurons: readonly number[]): void;
  /** Neurons of a population that spiked in a step. */
  at(population: string, step: number): readonly number[];
}

/** Create a log that reaches so many steps back. */
export function createSpikeLog(populations: Iterable<string>, reach: number): SpikeLog {
  const state: SpikeLog["state"] = {
    sent: new Map([...populations].map((name) => [name, new Map()])),
  };
  return {
    state,
    add(population, step, neurons) {
      const log = state.sent.get(population);
      for (const known of log?.keys() ?? []) if (known < step - reach) log?.delete(known);
      if (neurons.length > 0) log?.set(step, neurons);
    },
    at: (population, step) => state.sent.get(population)?.get(step) ?? [],
  };
}
