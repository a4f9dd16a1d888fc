import type { RecordedSignal, RecordedSpikeColumns } from "../../session/session.ts";

/** Recorded data of a population in one segment, in the session's form. */
export interface StoredSegment {
  readonly name: string;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly tStart: number;
  readonly tStop: number;
  /** Neurons with recorded spikes; undefined if none were recorded. */
  readonly spiking: ReadonlySet<number> | undefined;
  spikes(): RecordedSpikeColumns;
  readonly signals: ReadonlyMap<string, () => RecordedSignal>;
  /** Whether it was kept at a reset; views then return all data of their population, as in PyNN. */
  readonly isKept: boolean;
}
