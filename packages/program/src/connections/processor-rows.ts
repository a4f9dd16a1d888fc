import type { RowDraws } from "@spikeloom/kernel";
import type { NetworkProgram } from "../network-program.ts";
import { toGrid } from "./grid-delays.ts";
import { delayLaw, type IntegerLaw, type WeightLaw, weightLaw } from "./integer-law.ts";
import type { OpenProjection } from "./open-projection.ts";

/**
 * Procedural rows that a processor without double precision draws at each spike.
 *
 * They have the synapses that `gridRows` lists, bit for bit.
 */
export interface ProcessorRows {
  readonly draws: RowDraws;
  /** Purposes of the streams of partners. */
  readonly key: string;
  readonly weight: number | WeightLaw;
  /** In steps. */
  readonly delay: number | IntegerLaw;
}

/** How a processor draws the rows of a projection, or why it does not. */
export type RowsOnProcessor =
  | { readonly rows: ProcessorRows; readonly reason?: never }
  | { readonly rows?: never; readonly reason: string };

/** Find how a processor draws the rows of a procedural projection. */
export function rowsOnProcessor(
  projection: OpenProjection,
  program: NetworkProgram,
): RowsOnProcessor {
  const { plan, weight, key, connector, place } = projection;
  const { draws } = plan;
  if (draws === undefined) return { reason: `"${connector.kind}" does not state its draws` };
  const stated = program.projections.find(({ name }) => name === projection.name);
  const isPlain = projection.converted === undefined && projection.rounded === undefined;
  const drawn = weight.constant ?? (stated && isPlain ? weightLaw(stated.weight) : undefined);
  if (drawn === undefined) return { reason: "its weights need double precision" };
  const grid = toGrid(projection.delay, program, `${place}.delay`);
  const delay = grid.constant ?? (stated && delayLaw(stated.delay, program));
  if (delay === undefined) return { reason: "its delays need double precision" };
  return { rows: { draws, key, weight: drawn, delay } };
}
