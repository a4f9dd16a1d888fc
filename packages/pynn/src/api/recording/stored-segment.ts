import type { RecordedSignal, RecordedSpikeColumns } from "../../session/session.ts";

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
  /** Whether this was kept at a reset; views then show all that their population recorded, as in PyNN. */
  readonly isKept: boolean;
}
