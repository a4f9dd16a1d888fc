import { indexBuffer, type SynapseValue } from "@spikeloom/network";
import { type NetworkProgram, type OpenProjection, toGrid } from "@spikeloom/program";

/** Find the least delay in steps that a projection states, before any is drawn. */
export function leastDelay(program: NetworkProgram, { delay, name }: OpenProjection): number {
  const { constant, extent } = toGrid(delay, program, name);
  return constant ?? extent?.[0] ?? 0;
}

/** A synapse as it is drawn; neurons are counted within their populations. */
export interface DrawnSynapse {
  readonly source: number;
  readonly target: number;
  /** In steps, as the projection states it. */
  readonly delay: number;
  readonly weight: number;
  /** Its place in the row that it was drawn in, which its later draws are keyed by. */
  readonly place: number;
  /** Initial values of its other variables. */
  readonly values: ReadonlyMap<string, number>;
}

/** Draw the synapses of a projection, in order of creation. */
export function drawSynapses(
  program: NetworkProgram,
  projection: OpenProjection,
): readonly DrawnSynapse[] {
  const { place: where, plan, sources, targets, weight, dynamic } = projection;
  const delay = toGrid(projection.delay, program, `${where}.delay`);
  const isByTarget = plan.by === "target";
  const [own, other] = isByTarget ? [targets, sources] : [sources, targets];
  const variables = dynamic?.program.synapse.filter((name) => name !== "weight") ?? [];
  const partners = indexBuffer();
  return Array.from({ length: own.size }, (_, k) => {
    partners.clear();
    plan.partners(k, partners);
    const row = { index: k, partners: partners.view().slice() };
    const { length } = row.partners;
    if (length === 0) return [];
    const filled = (value: SynapseValue = { constant: 0 }): Float64Array => {
      const out = new Float64Array(length);
      if (value.constant === undefined) value.fill(row, out);
      else out.fill(value.constant);
      return out;
    };
    const delays = new Int32Array(length).fill(delay.constant ?? 0);
    delay.fill?.(row, delays);
    const values = variables.map((name) => [name, filled(projection.values.get(name))] as const);
    const weights = filled(weight);
    return Array.from(row.partners, (partner, place): DrawnSynapse => {
      const ends = [own.neuron(k), other.neuron(partner)] as const;
      return {
        source: ends[isByTarget ? 1 : 0],
        target: ends[isByTarget ? 0 : 1],
        delay: delays[place] as number,
        weight: weights[place] as number,
        place,
        values: new Map(values.map(([name, all]) => [name, all[place] as number])),
      };
    });
  }).flat();
}
