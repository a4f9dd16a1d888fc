import { abstractCells } from "./abstract.ts";
import type { CellTable } from "./cell-table.ts";
import { integrateAndFire } from "./integrate-and-fire.ts";
import { pinskyRinzel } from "./pinsky-rinzel.ts";
import { pynnCells } from "./pynn.ts";

/** All NeuroML cells that consist of a single element, by its name. */
export const cellTables: ReadonlyMap<string, CellTable> = new Map(
  [...integrateAndFire, ...abstractCells, pinskyRinzel, ...pynnCells].map((table) => [
    table.element,
    table,
  ]),
);
