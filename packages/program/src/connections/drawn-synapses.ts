import type { ConnectorLookup } from "@spikeloom/kernel";
import { delaySteps, drawnRows, roundDelay, valueRange } from "@spikeloom/network";
import { weightConversion } from "../derive/converted-weights.ts";
import type { NetworkProgram, ProjectionProgram } from "../network-program.ts";
import { openProjections } from "./open-projection.ts";

/** Synapses of a projection as they are drawn, or what is known of them before. */
export interface DrawnSynapses extends Pick<ProjectionProgram, "name" | "place" | "from" | "to"> {
  readonly receptor: string;
  /** Ends of each synapse; undefined before rows are drawn. */
  readonly rows:
    | {
        readonly sources: Uint32Array;
        readonly targets: Uint32Array;
        readonly weights: Float64Array;
      }
    | undefined;
  /** Bounds of the weights; 0 lies between them. */
  readonly least: number;
  readonly greatest: number;
  /** In steps, as far as they are known. */
  readonly shortestDelay: number;
  readonly longestDelay: number;
  readonly hasOneDelay: boolean;
}

/** Draw the rows of all projections, and keep them. */
export function drawSynapses(
  program: NetworkProgram,
  stack: Pick<ConnectorLookup, "find" | "list">,
): readonly DrawnSynapses[] {
  return openProjections(program, { stack }).map((projection): DrawnSynapses => {
    const { name, place, from, to, receptor = "", weight, delay } = projection;
    const [sources, targets, weights] = [[], [], []] as [number[], number[], number[]];
    let [least, greatest] = [0, 0];
    let [shortestDelay, longestDelay] = [Number.POSITIVE_INFINITY, 0];
    for (const row of drawnRows(projection, [weight, delay])) {
      const [own = new Float64Array(), delays = new Float64Array()] = row.values;
      for (let k = 0; k < row.partners.length; k++) {
        const value = own[k] as number;
        sources.push(row.source(k));
        targets.push(row.target(k));
        weights.push(value);
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        const steps = delaySteps(delays[k] as number, program, `${place}.delay`);
        shortestDelay = Math.min(shortestDelay, steps);
        longestDelay = Math.max(longestDelay, steps);
      }
    }
    const rows = {
      sources: Uint32Array.from(sources),
      targets: Uint32Array.from(targets),
      weights: Float64Array.from(weights),
    };
    const hasOneDelay = delay.constant !== undefined;
    return {
      name,
      place,
      from,
      to,
      receptor,
      rows,
      least,
      greatest,
      shortestDelay: Math.min(shortestDelay, longestDelay),
      longestDelay,
      hasOneDelay,
    };
  });
}

/** Describe projections by what is known before rows are drawn. */
export function statedSynapses(program: NetworkProgram): readonly DrawnSynapses[] {
  return program.projections.map((projection) => {
    const { name, place, from, to, receptor = "", weight, delay, converted } = projection;
    const { constant, extent: drawn = [constant ?? 0, constant ?? 0] } = valueRange(weight);
    // Conversions are monotone on either side of 0, so that their extremes are those of the ends or of 0.
    const extent = converted ? drawn.map(weightConversion(converted)) : drawn;
    const { constant: one, extent: delays = [one ?? 0, one ?? 0] } = valueRange(delay);
    return {
      name,
      place,
      from,
      to,
      receptor,
      rows: undefined,
      least: Math.min(0, ...extent),
      greatest: Math.max(0, ...extent),
      shortestDelay: roundDelay(delays[0], program, `${place}.delay`),
      longestDelay: roundDelay(delays[1], program, `${place}.delay`),
      hasOneDelay: one !== undefined,
    };
  });
}
