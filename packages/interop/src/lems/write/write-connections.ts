import { hostFunctions } from "@spikeloom/equations/functions";
import {
  isStatic,
  type NamedValue,
  type PlannedProjection,
  planProjection,
  resolvePopulation,
} from "@spikeloom/network";
import { type DrawnConnections, drawConnections, numberOf } from "@spikeloom/simulate/scripts";
import { parseUnit } from "@spikeloom/units";
import type { XmlOutput } from "../../xml/write-xml.ts";
import type { LemsTask } from "./task.ts";

/** A drawn projection, and the ports that its events reach, by weight. */
export interface ProjectionOut {
  readonly from: string;
  readonly to: string;
  readonly drawn: DrawnConnections;
  readonly ports: ReadonlyMap<number, string>;
}

/** A port of a population: its receptor, and the weight of each event. */
export interface TargetPort {
  readonly port: string;
  readonly receptor: string;
  readonly weight: NamedValue;
}

/** Inputs of a network's populations. */
export interface Arriving {
  readonly projections: readonly ProjectionOut[];
  readonly ports: Map<string, TargetPort[]>;
}

/** Maximum number of weights of a population, each of which has its own port. */
export const mostPorts = 1000;

/**
 * Draw all projections, and find the ports that they need.
 *
 * LEMS events carry no weight, so each weight has its own port.
 */
export function arriving(task: LemsTask): Arriving {
  const { network, stack, seed, dt, convention } = task;
  const ports = new Map<string, TargetPort[]>();
  const projections = (network.projections ?? []).flatMap((record, index): ProjectionOut[] => {
    const place = `projections[${index}]`;
    const planned = planProjection(network, index, { stack, seed, functions: hostFunctions });
    const unsaid = unsaidOf(planned);
    if (unsaid !== undefined) {
      const [code, why] = unsaid;
      const message = `The projection from "${record.from}" to "${record.to}" is omitted: ${why}.`;
      task.lose(code, place, message);
      return [];
    }
    const { receptor } = planned;
    if (receptor === undefined) return [];
    const rules = { dt, convention, place: `${place}.delay` };
    const drawn = drawConnections(planned, new Map(), rules);
    const own = ports.get(record.to) ?? [];
    ports.set(record.to, own);
    const before = own.length;
    const { model } = resolvePopulation(network, record.to, {
      stack,
      seed,
      functions: hostFunctions,
      first: 1,
    });
    const { dimension } = parseUnit(model.receptors?.[receptor]?.unit ?? "1");
    const reached = portsOf(own, { receptor, drawn, dimension });
    if (own.length > mostPorts) {
      own.length = before;
      const message = `The projection from "${record.from}" to "${record.to}" is omitted: LEMS events carry no weight, and more than ${mostPorts} different weights would each need a port.`;
      task.lose("synapse", place, message);
      return [];
    }
    return [{ from: record.from, to: record.to, drawn, ports: reached }];
  });
  return { projections, ports };
}

/** Reason why LEMS cannot express a projection. */
function unsaidOf({
  synapse,
  plasticity,
}: Pick<PlannedProjection, "synapse" | "plasticity">):
  | readonly ["plasticity" | "synapse", string]
  | undefined {
  if (plasticity !== undefined) {
    const why =
      "a LEMS connection receives only the spikes of its source, and its events carry no weight that could change";
    return ["plasticity", why];
  }
  if (synapse === undefined || isStatic(synapse.model)) return undefined;
  return ["synapse", "its synapses have a model of their own"];
}

/** Assign a port to each weight of the connections, adding missing ports. */
export function portsOf(
  own: TargetPort[],
  {
    receptor,
    drawn,
    dimension,
  }: {
    readonly receptor: string;
    readonly drawn: DrawnConnections;
    readonly dimension: NamedValue["dimension"];
  },
): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const weights = typeof drawn.weight === "number" ? [drawn.weight] : drawn.weight;
  for (const value of weights) {
    if (found.has(value)) continue;
    const known = own.find((each) => each.receptor === receptor && each.weight.value === value);
    const alike = own.filter((each) => each.receptor === receptor).length;
    const port = known?.port ?? `${receptor}${alike === 0 ? "" : `_${alike + 1}`}`;
    if (known === undefined) own.push({ port, receptor, weight: { value, dimension } });
    found.set(value, port);
  }
  return found;
}

/** Write all connections between written populations. */
export function* connectionsOut(
  { populations, units, dt }: LemsTask,
  projections: readonly ProjectionOut[],
): Generator<XmlOutput> {
  const time = units.quantity;
  let id = 0;
  for (const { from, to, drawn, ports } of projections) {
    const [source, target] = [populations.get(from), populations.get(to)];
    if (source === undefined || target === undefined) continue;
    for (let k = 0; k < drawn.sources.length; k++) {
      // Events are due half a step before the step in which they act, so that rounding errors cannot shift them.
      const delay = numberOf(drawn.delay, k) + dt / 2;
      yield {
        name: "Connection",
        attributes: {
          id: `connection_${id++}`,
          from: source.path(drawn.sources[k] ?? 0),
          to: target.path(drawn.targets[k] ?? 0),
          port: ports.get(numberOf(drawn.weight, k)),
          sentBy: "spike",
          delay: time(delay, timeDimension),
        },
      };
    }
  }
}

const timeDimension: NamedValue["dimension"] = [0, 0, 1, 0, 0, 0, 0];
