import { indexBuffer } from "../connectors/index-list.ts";
import type { SynapseRow, SynapseValue } from "../values/synapse-row.ts";
import type { OpenConnection } from "./plan-projection.ts";

/**
 * A row of synapses that is not empty.
 *
 * The next row overwrites it.
 */
export interface DrawnRow extends SynapseRow {
  readonly partners: Uint32Array;
  /** Values of its synapses, in the order of the request. */
  readonly values: readonly Float64Array[];
  /** Source of a synapse of the row, counted within its population. */
  source(k: number): number;
  /** Target of a synapse of the row, counted within its population. */
  target(k: number): number;
  /** Its entry in the list of the connector; without a list, its number in order of drawing. */
  entry(k: number): number;
}

/** Draw the synapses of a projection row by row, as every simulation does. */
export function* drawnRows(
  { plan, sources, targets }: Pick<OpenConnection, "plan" | "sources" | "targets">,
  values: readonly SynapseValue[] = [],
): Generator<DrawnRow, void, undefined> {
  const isByTarget = plan.by === "target";
  const [own, other] = isByTarget ? [targets, sources] : [sources, targets];
  const list = indexBuffer();
  const columns = values.map(column);
  let index = 0;
  let partners = list.view();
  let drawn = 0;
  const owner = (): number => own.neuron(index);
  const partner = (k: number): number => other.neuron(partners[k] as number);
  const entry = (k: number): number =>
    plan.listed?.entry(index, k, partners[k] as number) ?? drawn + k;
  const ends = isByTarget
    ? { source: partner, target: owner, entry }
    : { source: owner, target: partner, entry };
  for (; index < own.size; index++) {
    list.clear();
    plan.partners(index, list);
    partners = list.view();
    if (partners.length === 0) continue;
    const row = { index, partners };
    yield { ...row, ...ends, values: columns.map((fill) => fill(row)) };
    drawn += partners.length;
  }
}

/** Create what computes a value for each synapse of a row, always in the same memory. */
function column(value: SynapseValue): (row: SynapseRow) => Float64Array {
  let memory = new Float64Array(0);
  let out = memory;
  return (row) => {
    const { length } = row.partners;
    if (length > memory.length) memory = new Float64Array(length);
    if (out.length !== length || out.buffer !== memory.buffer) out = memory.subarray(0, length);
    if (value.constant === undefined) value.fill(row, out);
    else out.fill(value.constant);
    return out;
  };
}
