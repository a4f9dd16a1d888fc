import { hostFunctions } from "@spikeloom/equations/functions";
import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { indexBuffer } from "../connectors/index-list.ts";
import { type ProjectionTask, planConnector, planDelays, ruleOf } from "../plan/plan-projection.ts";
import { projectionEnds } from "../plan/projection-ends.ts";
import { projectionNames } from "../plan/projection-names.ts";
import type { InPieces } from "../values/in-pieces.ts";

/** Number of synapses: a representative sample. */
const mostSynapses = 1000;
const mostRows = 64;
/** Maximum number of pairs that a connector has to consider, so that rows of large populations stay cheap. */
const mostPairs = 1_000_000;

/**
 * Compute the delays of some synapses of a projection in ms, as in a run.
 *
 * The rows are spread over the projection; each is a piece.
 */
export function* sampleDelays(
  network: NetworkRecord,
  index: number,
  { stack, seed }: { readonly stack: Stack; readonly seed: number },
): InPieces<readonly number[]> {
  const record = network.projections?.[index];
  if (record === undefined) return [];
  const place = `projections[${index}]`;
  const name = projectionNames(network)[index] ?? place;
  const options = { stack, seed, functions: hostFunctions };
  const task: ProjectionTask = { network, record, name, place, options };
  const both = projectionEnds(network, record, { seed, place });
  const plan = planConnector(ruleOf(task), both, task.options);
  const delay = planDelays(task, both, plan);
  if (delay.constant !== undefined) return [delay.constant];
  const isByTarget = plan.by === "target";
  const [own, other] = isByTarget ? [both.targets, both.sources] : [both.sources, both.targets];
  const affordable = Math.max(1, Math.floor(mostPairs / Math.max(1, other.size)));
  const rows = Math.min(own.size, mostRows, affordable);
  for (const _ of plan.prepareRows?.() ?? []) yield 0;
  const found: number[] = [];
  const row = indexBuffer();
  for (let k = 0; k < rows && found.length < mostSynapses; k++) {
    const at = Math.floor((k * own.size) / rows);
    row.clear();
    plan.partners(at, row);
    const partners = row.view();
    const values = new Float64Array(partners.length);
    delay.fill({ index: at, partners }, values);
    for (const value of values.subarray(0, mostSynapses)) found.push(value);
    yield partners.length;
  }
  return found;
}
