import { indexBuffer, type PlannedProjection, type SynapseValue } from "@spikeloom/network";

/** A connection of a projection. */
export interface Connection {
  readonly id: number;
  readonly pre: number;
  readonly post: number;
  /** In internal units. */
  readonly weight: number;
  /** In ms. */
  readonly delay: number;
}

/** Return the connections of a projection one by one, as a run draws them. */
export function* connectionsOf({
  plan,
  sources,
  targets,
  weight,
  delay,
}: PlannedProjection): Generator<Connection> {
  const partners = indexBuffer();
  const rows = plan.by === "target" ? targets.size : sources.size;
  let id = 0;
  for (let index = 0; index < rows; index++) {
    partners.clear();
    plan.partners(index, partners);
    const row = { index, partners: partners.view() };
    const [weights, delays] = [numbersOf(weight, row), numbersOf(delay, row)];
    for (const [k, partner] of row.partners.entries()) {
      const [pre, post] = plan.by === "target" ? [partner, index] : [index, partner];
      yield {
        id: id++,
        pre: sources.neuron(pre),
        post: targets.neuron(post),
        weight: weights[k] ?? 0,
        delay: delays[k] ?? 0,
      };
    }
  }
}

function numbersOf(
  value: SynapseValue,
  row: { readonly index: number; readonly partners: Uint32Array },
): Float64Array {
  const out = new Float64Array(row.partners.length);
  if (value.constant !== undefined) return out.fill(value.constant);
  value.fill(row, out);
  return out;
}
