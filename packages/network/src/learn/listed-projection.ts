import { hostFunctions } from "@spikeloom/equations/functions";
import type { NetworkRecord, ProjectionRecord, Stack } from "@spikeloom/kernel";
import { indexBuffer } from "../connectors/index-list.ts";
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
  const { plan, sources, targets, delay } = planProjection(network, k, options);
  if (plan.listed !== undefined) return { projection, entries: plan.listed.length };
  const row = indexBuffer();
  const ends: number[] = [];
  const delays: number[] = [];
  for (let index = 0; index < (plan.by === "target" ? targets : sources).size; index++) {
    row.clear();
    plan.partners(index, row);
    const partners = row.view();
    for (const partner of partners) {
      ends.push(...(plan.by === "target" ? [partner, index] : [index, partner]));
    }
    if (delay.constant !== undefined) continue;
    const own = new Float64Array(partners.length);
    delay.fill({ index, partners }, own);
    for (const one of own) delays.push(one);
  }
  const listed: ProjectionRecord = {
    ...projection,
    connector: { kind: "pairs", pairs: Uint32Array.from(ends) },
    ...(delays.length > 0 && { delay: { values: Float64Array.from(delays), unit: "ms" } }),
  };
  return { projection: listed, entries: ends.length / 2 };
}
