import type { FormatRecord, FormatThing, NetworkRecord, Stack } from "@spikeloom/kernel";

/**
 * Record the spikes of a network whose file says of no recorder.
 *
 * Most formats cannot: what a run is to keep is asked for elsewhere there.
 */
export function withSpikes(network: NetworkRecord, stack: Stack): NetworkRecord {
  if ((network.record ?? []).length > 0) return network;
  const names = Object.entries(network.populations).filter(([, { model }]) => {
    const isName = typeof model === "string";
    const found = isName ? (network.models?.[model] ?? stack.find("neuron", model)) : model;
    return found !== undefined && ("spike" in found || "source" in found);
  });
  const record = names.map(([population]) => ({ population, variables: ["spikes"] }));
  return record.length === 0 ? network : { ...network, record };
}

/** Let a script, which is written and not read again, keep what a run of the same file keeps. */
export function thingWithSpikes(
  thing: FormatThing,
  format: FormatRecord,
  stack: Stack,
): FormatThing {
  if (thing.holds !== "network" || format.read !== undefined) return thing;
  return { ...thing, network: withSpikes(thing.network, stack) };
}
