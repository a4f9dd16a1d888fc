import type { PopulationState } from "../groups/population-state.ts";
import type { SimulationState } from "../state.ts";
import type { StoredSegment } from "./stored-segment.ts";

/** Access the data recorded since the last reset; nothing is copied before it is read. */
function currentSegment(state: SimulationState, population: PopulationState): StoredSegment {
  const { session } = state;
  const variables = [...population.recorded.keys()].filter((name) => name !== "spikes");
  return {
    name: segmentName(state.segment),
    annotations: {},
    tStart: population.recordedFrom,
    tStop: session.time,
    spiking: population.recorded.get("spikes"),
    spikes: () => session.spikes(population.number),
    signals: new Map(
      variables.map((name) => [name, () => session.signal(population.number, name)]),
    ),
    isKept: false,
  };
}

/** List the segments recorded since the start or the last clear; at 0 ms there is no current one. */
export function segmentsOf(
  state: SimulationState,
  population: PopulationState,
): readonly StoredSegment[] {
  if (state.hasEnded || state.session.time === 0) return population.segments;
  return [...population.segments, currentSegment(state, population)];
}

/** Access the current segment, or the last one after the end. */
export function latestSegment(
  state: SimulationState,
  population: PopulationState,
): StoredSegment | undefined {
  return state.hasEnded ? population.segments.at(-1) : currentSegment(state, population);
}

/** Keep the recorded data of a population before its session discards it. */
export function keepSegment(
  state: SimulationState,
  population: PopulationState,
  annotations: Readonly<Record<string, unknown>>,
): void {
  const isEmpty = population.isCleared && population.recordedFrom === state.session.time;
  if (state.session.time === 0 || isEmpty) return;
  const current = currentSegment(state, population);
  const spikes = current.spiking === undefined ? undefined : current.spikes();
  const signals = [...current.signals].map(([name, read]) => [name, read()] as const);
  population.segments.push({
    ...current,
    annotations,
    isKept: true,
    spikes: () => spikes ?? { neurons: new Uint32Array(0), times: new Float64Array(0) },
    signals: new Map(signals.map(([name, signal]) => [name, () => signal])),
  });
}

function segmentName(segment: number): string {
  return `segment${String(segment).padStart(3, "0")}`;
}
