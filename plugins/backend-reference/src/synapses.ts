import {
  gridRows,
  type NetworkProgram,
  type OpenProjection,
  synapseStart,
  synapseVariables,
} from "@spikeloom/program";
import type { Body } from "./motion.ts";

/** A synapse: its ends within their populations, and its variables, of which the weight is the first. */
export interface Synapse extends Body {
  readonly source: number;
  readonly target: number;
  /** In steps, as the projection states it. */
  readonly delay: number;
  /** Index that distinguishes its draws from those of other synapses in its row. */
  readonly number: number;
}

/** A projection with its synapses, in order of creation. */
export interface DrawnProjection {
  readonly projection: OpenProjection;
  readonly synapses: readonly Synapse[];
}

/** Draw the synapses of a projection. */
export function drawSynapses(program: NetworkProgram, projection: OpenProjection): Synapse[] {
  const variables = synapseVariables(projection);
  const last = synapseStart(program);
  const synapses: Synapse[] = [];
  for (const row of gridRows(projection, program)) {
    for (let k = 0; k < row.partners.length; k++) {
      synapses.push({
        source: row.source(k),
        target: row.target(k),
        delay: row.delays[k] as number,
        number: k,
        values: new Map(variables.map((name, v) => [name, row.values[v]?.[k] as number])),
        last,
      });
    }
  }
  return synapses;
}
