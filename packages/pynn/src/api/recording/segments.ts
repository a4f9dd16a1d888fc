import type { PopulationState } from "../groups/population-state.ts";
import type { SimulationState } from "../state.ts";
import type { StoredSegment } from "./stored-segment.ts";

/** Look at what a population has recorded since the last reset; nothing is copied before it is asked for. */
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

/** List what a population has recorded since the start, or since data were cleared; nothing is under way at 0 ms. */
export function segmentsOf(
  state: SimulationState,
  population: PopulationState,
): readonly StoredSegment[] {
  if (state.hasEnded || state.session.time === 0) return population.segments;
  return [...population.segments, currentSegment(state, population)];
}

/** Look at the segment that is under way; at the last one after the end. */
export function latestSegment(
  state: SimulationState,
  population: PopulationState,
): StoredSegment | undefined {
  return state.hasEnded ? population.segments.at(-1) : currentSegment(state, population);
}

/** Keep what a population has recorded, as its session is about to drop it. */
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
