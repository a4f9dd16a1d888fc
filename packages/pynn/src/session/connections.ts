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

/** Read an attribute of all connections in creation order. */
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

/** New values, and their connections; all by default. */
interface Changed {
  readonly names: readonly string[];
  readonly chosen: Uint32Array | undefined;
}

/** Set state of connections in the simulation; other attributes are transferred at the next run. */
export async function writeConnections(
  projection: SessionProjection,
  { names, chosen }: Changed,
  { simulation, options }: Where,
): Promise<void> {
  const { attributes, synapse, name, unit, pairs, source, target } = projection;
  const sim = simulation.of(projection);
  if (sim === undefined || pairs.length === 0) return simulation.change();
  const kept = names.filter((one) =>
    one === "weight" ? synapse.isRuled : synapse.states.has(one),
  );
  if (kept.length < names.length) simulation.change();
  const back = { ...projection, ...turned(projection), source: target, target: source };
  const both = [{ ...projection, back: name }, ...(synapse.couples ? [back] : [])];
  const sets = kept.flatMap((attribute) => {
    const wanted = attribute === "weight" ? unit : (synapse.states.get(attribute) ?? "1");
    const given = expandColumn(attributes.get(attribute) ?? 0, pairs.length / 2);
    const inside = valuesFromUnit(given, wanted);
    return both.map((one) => {
      const order = orderOf(one, options);
      const values = Float64Array.from(order, (k) => inside[k] as number);
      return { name: one.back, attribute, order, values, unit: internalUnit(wanted) };
    });
  });
  await simulation.ask(async () => {
    for (const { name, attribute, order, values, unit } of sets) {
      if (chosen !== undefined) {
        // The others keep the values that they have when this call is executed.
        const now = await sim.synapses(name, attribute);
        keepOthers(values, valuesFromUnit(now.values, now.unit), { order, chosen });
      }
      await sim.setSynapses(name, attribute, { values, unit });
    }
  });
}

/** Restore the previous values of all connections except the selected ones. */
function keepOthers(
  values: Float64Array,
  before: Float64Array,
  { order, chosen }: { readonly order: Uint32Array; readonly chosen: Uint32Array },
): void {
  const isChosen = new Set(chosen);
  order.forEach((k, at) => {
    if (!isChosen.has(k)) values[at] = before[at] as number;
  });
}

function orderOf(projection: SessionProjection, options: SessionOptions): Uint32Array {
  const delays = projection.attributes.get("delay") ?? options.timestep;
  return connectionOrder({ ...projection, delays }, options);
}
