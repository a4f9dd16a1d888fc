import { valuesFromUnit, valuesInUnit } from "@spikeloom/simulate";
import { named, type SessionProjection } from "./definition.ts";
import { connectionOrder } from "./live/connection-order.ts";
import type { Live } from "./live/live.ts";
import { turned } from "./network/network-record.ts";
import type { SessionOptions } from "./session.ts";
import { expandColumn } from "./values/columns.ts";
import { internalUnit } from "./values/internal-values.ts";

interface Where {
  readonly simulation: Live;
  readonly options: SessionOptions;
}

/** Read an attribute of all connections in the order of their creation. */
export async function readConnections(
  projection: SessionProjection,
  attribute: string,
  { simulation, options }: Where,
): Promise<Float64Array> {
  const { attributes, synapse, pairs, name, unit } = projection;
  const sim = simulation.of(projection);
  const isKept = attribute === "weight" ? synapse.isRuled : synapse.states.has(attribute);
  if (sim !== undefined && isKept && pairs.length > 0) {
    const found = await simulation.ask(() => sim.synapses(name, attribute));
    const wanted = attribute === "weight" ? unit : (synapse.states.get(attribute) ?? "1");
    const inside = valuesFromUnit(found.values, found.unit);
    const values = found.unit === wanted ? found.values : valuesInUnit(inside, wanted);
    const out = new Float64Array(values.length);
    orderOf(projection, options).forEach((k, at) => {
      out[k] = values[at] as number;
    });
    return out;
  }
  const place = "connections";
  return expandColumn(
    named(attributes, attribute, { what: "attribute", place }),
    pairs.length / 2,
  ).slice();
}

/** Set what the simulation keeps of all connections; the rest is told at the next run. */
export async function writeConnections(
  projection: SessionProjection,
  changed: readonly string[],
  { simulation, options }: Where,
): Promise<void> {
  const { attributes, synapse, name, unit, pairs, source, target } = projection;
  const sim = simulation.of(projection);
  if (sim === undefined || pairs.length === 0) return simulation.change();
  const kept = changed.filter((one) =>
    one === "weight" ? synapse.isRuled : synapse.states.has(one),
  );
  if (kept.length < changed.length) simulation.change();
  const back = { ...projection, ...turned(projection), source: target, target: source };
  const both = [{ ...projection, back: name }, ...(synapse.couples ? [back] : [])];
  const sets = kept.flatMap((attribute) => {
    const wanted = attribute === "weight" ? unit : (synapse.states.get(attribute) ?? "1");
    const given = expandColumn(attributes.get(attribute) ?? 0, pairs.length / 2);
    const inside = valuesFromUnit(given, wanted);
    return both.map((one) => {
      const values = Float64Array.from(orderOf(one, options), (k) => inside[k] as number);
      return [one.back, attribute, { values, unit: internalUnit(wanted) }] as const;
    });
  });
  await simulation.ask(() => Promise.all(sets.map((set) => sim.setSynapses(...set))));
}

function orderOf(projection: SessionProjection, options: SessionOptions): Uint32Array {
  const delays = projection.attributes.get("delay") ?? options.timestep;
  return connectionOrder({ ...projection, delays }, options);
}
