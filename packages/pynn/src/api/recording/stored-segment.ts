import type { RecordedSignal, RecordedSpikeColumns } from "../../session/session.ts";
import type { PopulationState } from "../groups/population-state.ts";
import type { SimulationState } from "../state.ts";

/** What was recorded of a population in one segment, as the session gives it. */
export interface StoredSegment {
  readonly name: string;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly tStart: number;
  readonly tStop: number;
  /** Neurons whose spikes were recorded; undefined where nothing was. */
  readonly spiking: ReadonlySet<number> | undefined;
  spikes(): RecordedSpikeColumns;
  readonly signals: ReadonlyMap<string, () => RecordedSignal>;
}

/** Look at what a population has recorded since the last reset; nothing is copied before it is asked for. */
function currentSegment(state: SimulationState, population: PopulationState): StoredSegment {
  const { session } = state;
  const variables = [...population.recorded.keys()].filter((name) => name !== "spikes");
  return {
    name: segmentName(state.segment),
    annotations: {},
    tStart: population.clearedAt ?? 0,
    tStop: session.time,
    spiking: population.recorded.get("spikes"),
    spikes: () => session.spikes(population.number),
    signals: new Map(
      variables.map((name) => [name, () => session.signal(population.number, name)]),
    ),
  };
}

/** List what a population has recorded since the start, or since data were cleared. */
export function segmentsOf(
  state: SimulationState,
  population: PopulationState,
): readonly StoredSegment[] {
  if (state.hasEnded) return population.segments;
  return [...population.segments, currentSegment(state, population)];
}

/** Keep what a population has recorded, as its session is about to drop it. */
export function keepSegment(
  state: SimulationState,
  population: PopulationState,
  annotations: Readonly<Record<string, unknown>>,
): void {
  const isCleared =
    population.clearedAt !== undefined && population.clearedAt === state.session.time;
  if (state.session.time === 0 || isCleared || population.recorded.size === 0) return;
  const current = currentSegment(state, population);
  const spikes = current.spiking === undefined ? undefined : current.spikes();
  const signals = [...current.signals].map(([name, read]) => [name, read()] as const);
  population.segments.push({
    ...current,
    annotations,
    spikes: () => spikes ?? { neurons: new Uint32Array(0), times: new Float64Array(0) },
    signals: new Map(signals.map(([name, signal]) => [name, () => signal])),
  });
}

function segmentName(segment: number): string {
  return `segment${String(segment).padStart(3, "0")}`;
}
