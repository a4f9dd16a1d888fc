import type { FormatRecord, FormatThing, NetworkRecord, Stack } from "@spikeloom/kernel";

/**
 * Record the spikes of a network whose file has no recorder.
 *
 * Most formats cannot describe recorders: there, recordings are requested elsewhere.
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

/** Let a script, which is written and not read again, record the same as a run of the same file. */
export function thingWithSpikes(
  thing: FormatThing,
  format: FormatRecord,
  stack: Stack,
): FormatThing {
  if (thing.holds !== "network" || format.read !== undefined) return thing;
  return { ...thing, network: withSpikes(thing.network, stack) };
}
