import { indexBuffer } from "@spikeloom/network";
import type { AddChunk, Deliver } from "../machine.ts";
import { unsignedOf, viewOf } from "../placed.ts";
import { countAddress, listAddress, type SpikeRing } from "../spike-rings.ts";
import type { GridProjection } from "../synapses/grid-projection.ts";
import { newRow, rowValues, type SynapseRow } from "../synapses/synapse-rows.ts";
import type { PlacedProcedural } from "./procedural-layout.ts";

/** Inputs for drawing and adding rows. */
export interface LaunchOptions {
  readonly placed: PlacedProcedural;
  readonly add: AddChunk;
  /** Spikes of the source population. */
  readonly ring: SpikeRing;
  readonly buffer: ArrayBufferLike;
  /** Called for each step in which there are spikes. */
  began(step: number): void;
  /** Receives the number of synapses of a spike, including those of other shards. */
  readonly onRow?: ((synapses: number) => void) | undefined;
}

/** Create a function that draws the rows of a step's spikes and adds their weights to the sums of their steps. */
export function proceduralLaunch(
  projection: GridProjection,
  { placed, add, ring, buffer, began, onRow }: LaunchOptions,
): Deliver {
  const { capacity, ...chunk } = placed.chunk;
  const words = new Uint32Array(buffer);
  const targets = unsignedOf(buffer, chunk.targets);
  const delays = viewOf(buffer, chunk.delays);
  const weights = viewOf(buffer, chunk.weights);
  const draw = rowDrawer(projection);
  const { sources } = projection;
  const send = (row: SynapseRow, step: number): void => {
    const { partners } = row;
    const { length } = partners;
    for (let from = 0; from < length; from += capacity) {
      const until = Math.min(from + capacity, length);
      targets.set(length > capacity ? partners.subarray(from, until) : partners);
      if (typeof row.delays !== "number") delays.set(row.delays.subarray(from, until));
      if (typeof row.weights === "object") weights.set(row.weights.subarray(from, until));
      add(until - from, step);
    }
  };
  return (step) => {
    const count = words[countAddress(ring, step) >>> 2] as number;
    if (count === 0) return;
    began(step);
    const list = listAddress(ring, step) >>> 2;
    for (let k = 0; k < count; k++) {
      const index = sources.index(words[list + k] as number);
      if (index < 0) continue;
      const row = draw(index);
      onRow?.(row.partners.length);
      send(row, step);
    }
  };
}

/** Draws the row of a source, which is valid until the next. */
function rowDrawer(projection: GridProjection): (index: number) => SynapseRow {
  const partners = indexBuffer();
  const values = rowValues(projection, true);
  const row = newRow("source");
  const asked = { index: 0, partners: row.partners };
  return (index) => {
    partners.clear();
    projection.plan.partners(index, partners);
    row.own = index;
    row.partners = partners.view();
    asked.index = index;
    asked.partners = row.partners;
    values.fill(asked, row);
    return row;
  };
}
