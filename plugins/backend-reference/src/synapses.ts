import { delaySteps, drawnRows } from "@spikeloom/network";
import {
  arrivalShift,
  type NetworkProgram,
  type OpenProjection,
  statedDelays,
  toGrid,
} from "@spikeloom/program";
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
  const { place, weight, values, dynamic } = projection;
  const variables = dynamic?.program.synapse ?? ["weight"];
  const drawn = variables.map((name) =>
    name === "weight" ? weight : (values.get(name) ?? { constant: 0 }),
  );
  const last = startOf(program);
  const synapses: Synapse[] = [];
  for (const row of drawnRows(projection, [projection.delay, ...drawn])) {
    const [delays, ...columns] = row.values;
    for (let k = 0; k < row.partners.length; k++) {
      synapses.push({
        source: row.source(k),
        target: row.target(k),
        delay: delaySteps(delays?.[k] as number, program, `${place}.delay`),
        number: k,
        values: new Map(variables.map((name, v) => [name, columns[v]?.[k] as number])),
        last,
      });
    }
  }
  return synapses;
}

/** Synapse time before the first step: one less if a spike in it is stamped at its end and arrives after integration. */
export function startOf(program: NetworkProgram): -1 | 0 {
  return arrivalShift(program) === 0 && program.convention.spikeStamp === "end" ? -1 : 0;
}

/** Find the least delay that a projection states, before any is drawn. */
export function leastDelay(program: NetworkProgram, { delay, name }: OpenProjection): number {
  const { constant, extent } = toGrid(delay, program, name);
  return constant ?? extent?.[0] ?? 0;
}

/** Find the least number of steps from a spike to what it causes; infinite if nothing does. */
export function leastInterval(program: NetworkProgram, drawn: readonly DrawnProjection[]): number {
  const shift = arrivalShift(program);
  const steps = drawn.flatMap(({ projection, synapses }) => [
    ...(projection.dynamic === undefined ? [] : statedDelays(projection.dynamic, program.dt)),
    ...(projection.procedural
      ? [leastDelay(program, projection) + shift]
      : synapses.map(({ delay }) => delay + shift)),
  ]);
  return steps.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
}
