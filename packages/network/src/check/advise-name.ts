import { nearestName } from "@spikeloom/kernel";
import { foreignName } from "./foreign-names.ts";

/** Advise what to write in place of an unknown name. */
export function adviseName(name: string, known: readonly string[], otherwise: string): string {
  const foreign = foreignName(name, known);
  if (foreign !== undefined) return foreign;
  const nearest = nearestName(name, known);
  return nearest === undefined ? otherwise : `Did you mean "${nearest}"?`;
}
