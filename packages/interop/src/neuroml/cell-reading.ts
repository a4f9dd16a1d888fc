import type { NmlDocument } from "./document.ts";

/** What cells are read with. */
export interface CellReading {
  readonly document: NmlDocument;
  /** In kelvin; undefined where the network has none. */
  readonly temperature: string | undefined;
}
