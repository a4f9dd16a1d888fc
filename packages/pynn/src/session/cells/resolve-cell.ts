import type { Stack } from "@spikeloom/kernel";
import { SESSION_NAME } from "../../errors.ts";
import type { CellType } from "../session.ts";
import type { KnownCell } from "./known-cell.ts";
import { nativeCell } from "./native-cell.ts";
import { pointCell } from "./point-cell.ts";
import { standardCell } from "./standard-cell.ts";

/** Find a cell type; otherwise fail and list the known names. */
export function resolveCell(cell: CellType, stack: Stack, place: string): KnownCell {
  if (cell.kind === "standard") return standardCell(cell.name, stack, place);
  if (cell.kind === "point-neuron") return pointCell(cell, place);
  if (cell.kind === "native") return nativeCell(cell.model, stack, place);
  const { kind } = cell as { readonly kind: unknown };
  const known = ["standard", "point-neuron", "native"];
  throw SESSION_NAME({ place: `${place}.kind`, what: "kind of cell", name: String(kind), known });
}
