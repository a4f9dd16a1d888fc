import { indexBuffer, type SynapseValue } from "@spikeloom/network";
import { type NetworkProgram, type OpenProjection, toGrid } from "@spikeloom/program";
import type { Body } from "./motion.ts";

/** A synapse: its ends within their populations, and its variables, of which the weight is the first. */
export interface Synapse extends Body {
  readonly source: number;
  readonly target: number;
  /** In steps, as the projection states it. */
  readonly delay: number;
  /** What tells its draws from those of others in its row. */
  readonly number: number;
}

/** A projection with its synapses, in order of creation. */
export interface DrawnProjection {
  readonly projection: OpenProjection;
  readonly synapses: readonly Synapse[];
}

/** Draw the synapses of a projection. */
export function drawSynapses(program: NetworkProgram, projection: OpenProjection): Synapse[] {
  const { place, plan, sources, targets, weight, values, dynamic } = projection;
  const delay = toGrid(projection.delay, program, `${place}.delay`);
  const isByTarget = plan.by === "target";
  const [own, other] = isByTarget ? [targets, sources] : [sources, targets];
  const variables = dynamic?.program.synapse ?? ["weight"];
  const last = startOf(program);
  const partners = indexBuffer();
  return Array.from({ length: own.size }, (_, index) => {
    partners.clear();
    plan.partners(index, partners);
    const row = { index, partners: partners.view().slice() };
    const { length } = row.partners;
    if (length === 0) return [];
    const filled = (value: SynapseValue = { constant: 0 }): Float64Array => {
      const out = new Float64Array(length).fill(value.constant ?? 0);
      value.fill?.(row, out);
      return out;
    };
    const delays = new Int32Array(length).fill(delay.constant ?? 0);
    delay.fill?.(row, delays);
    const columns = variables.map(
      (name) => [name, filled(name === "weight" ? weight : values.get(name))] as const,
    );
    return Array.from(row.partners, (partner, number): Synapse => {
      const ends = [own.neuron(index), other.neuron(partner)] as const;
      return {
        source: ends[isByTarget ? 1 : 0],
        target: ends[isByTarget ? 0 : 1],
        delay: delays[number] as number,
        number,
        values: new Map(columns.map(([name, all]) => [name, all[number] as number])),
        last,
      };
    });
  }).flat();
}

/** Steps added to each delay: one if spikes arrive before the neurons are integrated. */
export function shiftOf({ convention: { order } }: NetworkProgram): 0 | 1 {
  return order.indexOf("arrive") < order.indexOf("integrate") ? 1 : 0;
}

/** Synapse time before the first step: one less if a spike in it is stamped at its end and arrives after integration. */
export function startOf(program: NetworkProgram): -1 | 0 {
  return shiftOf(program) === 0 && program.convention.spikeStamp === "end" ? -1 : 0;
}

/** Find the least delay that a projection states, before any is drawn. */
export function leastDelay(program: NetworkProgram, { delay, name }: OpenProjection): number {
  const { constant, extent } = toGrid(delay, program, name);
  return constant ?? extent?.[0] ?? 0;
}

/** Find the least number of steps from a spike to what it causes; infinite if nothing does. */
export function leastInterval(program: NetworkProgram, drawn: readonly DrawnProjection[]): number {
  const delays = drawn.flatMap(({ projection, synapses }) =>
    projection.procedural
      ? [leastDelay(program, projection)]
      : synapses.map((synapse) => synapse.delay),
  );
  const causes = program.projections.flatMap(({ dynamic }) => [
    ...(dynamic?.factors.values() ?? []),
    ...(dynamic?.events.values() ?? []),
  ]);
  const stated = causes.flatMap((one) =>
    one.kind === "spikes" && one.spikes.delay !== undefined
      ? [Math.round(one.spikes.delay / program.dt) - shiftOf(program)]
      : [],
  );
  const least = [...delays, ...stated].reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return least + shiftOf(program);
}
