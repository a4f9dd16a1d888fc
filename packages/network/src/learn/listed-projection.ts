import { hostFunctions } from "@spikeloom/equations/functions";
import type { NetworkRecord, ProjectionRecord, Stack } from "@spikeloom/kernel";
import { drawnRows } from "../plan/drawn-rows.ts";
import { planProjection } from "../plan/plan-projection.ts";

interface Listed {
  readonly projection: ProjectionRecord;
  /** Number of weights in its list. */
  readonly entries: number;
}

/**
 * List the connections of a projection explicitly, if its connector does not.
 *
 * They are in the order in which rows are drawn, row after row, which is that of trained weights. Delays that differ are listed
 * too, because they were drawn for the rows of another connector.
 */
export function listedProjection(network: NetworkRecord, k: number, stack: Stack): Listed {
  const projection = network.projections?.[k] as ProjectionRecord;
  const options = { stack, seed: network.seed ?? 1, functions: hostFunctions };
  const planned = planProjection(network, k, options);
  const { plan, delay } = planned;
  if (plan.listed !== undefined) return { projection, entries: plan.listed.length };
  const isByTarget = plan.by === "target";
  const values = delay.constant === undefined ? [delay] : [];
  const ends: number[] = [];
  const delays: number[] = [];
  for (const row of drawnRows(planned, values)) {
    for (const partner of row.partners) {
      ends.push(...(isByTarget ? [partner, row.index] : [row.index, partner]));
    }
    for (const one of row.values[0] ?? []) delays.push(one);
  }
  const listed: ProjectionRecord = {
    ...projection,
    connector: { kind: "pairs", pairs: Uint32Array.from(ends) },
    ...(delays.length > 0 && { delay: { values: Float64Array.from(delays), unit: "ms" } }),
  };
  return { projection: listed, entries: ends.length / 2 };
}
