import type { NmlDocument } from "./document.ts";

/** Inputs for reading cells. */
export interface CellReading {
  readonly document: NmlDocument;
  /** In kelvin; undefined if the network has none. */
  readonly temperature: string | undefined;
}
