import { SESSION_VALUE } from "../../errors.ts";
import { emptySignal, otherNeurons, type Signal } from "./signal.ts";
import { type SpikeLog, spikeLog } from "./spike-log.ts";

/** Recordings of a population. */
export interface PopulationRecording {
  readonly spikes: SpikeLog;
  /** By the variables' names in the cell type. */
  readonly signals: ReadonlyMap<string, Signal>;
  /** Record a variable of these neurons; returns whether the network must change. */
  record(
    variable: string,
    neurons: Uint32Array,
    { interval, place }: { readonly interval: number | undefined; readonly place: string },
  ): boolean;
  clear(): void;
  /** Discard everything, as before the first step. */
  reset(): void;
}

/** Create the recordings of a population, initially none. */
export function populationRecording(size: number, timestep: number): PopulationRecording {
  const spikes = spikeLog(size);
  const signals = new Map<string, Signal>();
  return {
    spikes,
    signals,
    record(variable, neurons, { interval, place }) {
      if (variable === "spikes") {
        const wasSeen = spikes.neurons.length > 0;
        spikes.choose(neurons);
        if (neurons.length === 0) spikes.clear();
        // Sources that are not recorded may be drawn at their targets.
        return wasSeen !== neurons.length > 0;
      }
      const before = signals.get(variable);
      if (neurons.length === 0) return signals.delete(variable);
      const every = stepsOf(interval ?? timestep, timestep, place);
      const isSame = before?.every === every && sameNeurons(before.neurons, neurons);
      if (isSame) return false;
      const isContinued = before?.every === every;
      signals.set(
        variable,
        isContinued ? otherNeurons(before, neurons) : emptySignal(neurons, every),
      );
      return true;
    },
    clear() {
      spikes.clear();
      for (const signal of signals.values()) signal.clear();
    },
    reset() {
      spikes.clear();
      for (const signal of signals.values()) signal.reset();
    },
  };
}

function stepsOf(interval: number, timestep: number, place: string): number {
  const steps = Math.round(interval / timestep);
  if (steps >= 1 && Math.abs(interval / timestep - steps) <= 1e-6 * steps) return steps;
  const message = "The sampling interval must be a multiple of the step.";
  const expected = `a multiple of ${timestep} ms`;
  throw SESSION_VALUE({ place, message, expected, got: `${interval} ms` });
}

function sameNeurons(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((neuron, k) => neuron === b[k]);
}
