import { abstractCells } from "./abstract.ts";
import type { CellTable } from "./cell-table.ts";
import { integrateAndFire } from "./integrate-and-fire.ts";
import { pinskyRinzel } from "./pinsky-rinzel.ts";
import { pynnCells } from "./pynn.ts";

/** All cells of NeuroML that one element says, by its name. */
export const cellTables: ReadonlyMap<string, CellTable> = new Map(
  [...integrateAndFire, ...abstractCells, pinskyRinzel, ...pynnCells].map((table) => [
    table.element,
    table,
  ]),
);
