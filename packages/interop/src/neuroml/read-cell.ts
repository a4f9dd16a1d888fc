import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import type { Cell } from "./cell-model.ts";
import type { CellReading } from "./cell-reading.ts";
import { cellTables } from "./cells/tables.ts";
import { NML_UNSUPPORTED } from "./errors.ts";
import { membraneCells, readMembraneCell } from "./read-membrane-cell.ts";
import { parametersOf } from "./rows.ts";

/** Read a cell, defined by a single element or with ion channels. */
export function readCell(element: XmlElement, reading: CellReading): Cell {
  if (membraneCells.has(element.attributes.get("type") ?? element.name))
    return readMembraneCell(element, reading);
  const table = cellTables.get(element.name);
  if (table === undefined) {
    const what = `The cell "${element.attributes.get("id")}", a ${element.name},`;
    const reason = "it is not a supported cell";
    throw NML_UNSUPPORTED({ place: placeOf(element), what, reason });
  }
  const { element: _, rows, exposed: __, ...dynamics } = table;
  return { ...dynamics, parameters: parametersOf(rows, element) };
}
