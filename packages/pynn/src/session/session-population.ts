import type { KnownCell } from "./cells/known-cell.ts";
import type { PopulationRecording } from "./recording/population-recording.ts";
import type { Column } from "./session.ts";
import type { Entry } from "./values/columns.ts";

/** State of a population. */
export interface SessionPopulation {
  /** Its name in the network. */
  readonly name: string;
  readonly size: number;
  readonly cell: KnownCell;
  /** All parameters, by the names of the cell type. */
  readonly parameters: Map<string, Entry>;
  /** Initial values by the names of the cell type. */
  readonly initial: Map<string, Column>;
  /** Returns them if a file needs them. */
  positions(): Float64Array | undefined;
  readonly recording: PopulationRecording;
}
