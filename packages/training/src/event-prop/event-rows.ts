import { dividedRows, type Jump, type Segments } from "@spikeloom/program/events";
import type { EventNetwork, EventProjection } from "./event-network.ts";
import type { EventPopulation } from "./event-population.ts";

/** Targets of a projection, and what its spikes do to them. */
export interface EventRoute extends EventProjection {
  readonly targets: EventPopulation;
  readonly jumps: readonly Jump[];
  /** Whether its spikes move the test of the targets, or the variable that is read, at once. */
  readonly jolts: boolean;
}

/** Synapses by source. */
export interface EventRows {
  /** By projection. */
  readonly routes: readonly EventRoute[];
  readonly segments: Segments;
  /** Number of the source of a segment in the network. */
  readonly sources: Uint32Array;
  /** Numbers of the synapses of segments. */
  readonly synapses: Uint32Array;
  /** Least delay above 0 in ms of spikes of populations that are not given; Infinity if there is none. */
  readonly least: number;
  /** Divide rows again if delays have changed. */
  divide(): void;
}

/** Divide the synapses of a network into segments. */
export function eventRows(
  { projections, given, synapses }: EventNetwork,
  populations: readonly EventPopulation[],
): EventRows {
  const routes = projections.map((one): EventRoute => {
    const targets = populations[one.to] as EventPopulation;
    const { test, receptors } = targets.form;
    const jumps = receptors.get(one.receptor) ?? [];
    const tested = [targets.read, ...(test?.function.from ?? [])];
    const jolts = jumps.some(({ variable }) => tested.includes(variable));
    return { ...one, targets, jumps, jolts };
  });
  const isGiven = routes.map(({ from }) => given.some(({ name }) => name === from));
  const routeOf = new Uint16Array(synapses.targets.length);
  for (const [k, { begin, end }] of routes.entries()) routeOf.fill(k, begin, end);
  const known = new Float64Array(routeOf.length);
  const divided = (): Omit<EventRows, "routes" | "divide"> => {
    known.set(synapses.delays);
    const bySource = synapses.bySource.slice();
    const [delays, own] = [new Float64Array(known.length), new Uint16Array(known.length)];
    for (let k = 0; k < known.length; k++) {
      const synapse = bySource[k] as number;
      delays[k] = known[synapse] as number;
      own[k] = routeOf[synapse] as number;
    }
    const segments = dividedRows(synapses.begins, { delays, routes: own, others: [bySource] });
    let least = Number.POSITIVE_INFINITY;
    segments.delays.forEach((delay, k) => {
      if (delay > 0 && !isGiven[segments.route[k] as number]) least = Math.min(least, delay);
    });
    const sources = new Uint32Array(segments.delays.length);
    for (let s = 0; s + 1 < segments.rows.length; s++) {
      sources.fill(s, segments.rows[s], segments.rows[s + 1]);
    }
    return { segments, sources, synapses: bySource, least };
  };
  const rows = {
    routes,
    ...divided(),
    divide(): void {
      for (let k = 0; k < known.length; k++) {
        if (known[k] === synapses.delays[k]) continue;
        Object.assign(rows, divided());
        return;
      }
    },
  };
  return rows;
}
