import { type DrawnRow, drawnRows, type SynapseValue } from "@spikeloom/network";
import { type DelayGrid, toGrid } from "./grid-delays.ts";
import type { OpenProjection } from "./open-projection.ts";

/** A row of synapses with delays in steps; the next row may overwrite it. */
export interface GridRow extends DrawnRow {
  readonly delays: Int32Array;
}

/** Names of the variables of each synapse of a projection; `weight` is among them. */
export function synapseVariables({ dynamic }: OpenProjection): readonly string[] {
  return dynamic?.program.synapse ?? ["weight"];
}

/**
 * Draw the synapses of a projection row by row, with delays in steps.
 *
 * Rows have a column for each variable of a synapse.
 */
export function* gridRows(projection: OpenProjection, grid: DelayGrid): Generator<GridRow, void> {
  const { weight, values, delay: stated, place } = projection;
  const delay = toGrid(stated, grid, `${place}.delay`);
  const columns = synapseVariables(projection).map((name): SynapseValue => {
    return name === "weight" ? weight : (values.get(name) ?? { constant: 0 });
  });
  for (const row of drawnRows(projection, columns)) {
    const delays = new Int32Array(row.partners.length).fill(delay.constant ?? 0);
    delay.fill?.(row, delays);
    yield { ...row, delays };
  }
}
