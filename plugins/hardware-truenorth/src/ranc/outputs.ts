import type { Recording } from "@spikeloom/simulate";
import type { RancOutput } from "./to-network.ts";

/**
 * List the axons of the output bus that spikes reach, by tick of the spike.
 *
 * Axons of a tick are in order. An axon that several neurons reach in one tick is listed once, as RANC's simulator writes it.
 */
export function rancOutputs(
  outputs: readonly RancOutput[],
  recordings: readonly Pick<Recording, "population" | "spikes">[],
  ticks: number,
): readonly (readonly number[])[] {
  const axons = new Map(
    outputs.map(({ population, neuron, axon }) => [`${population} ${neuron}`, axon]),
  );
  const rows = Array.from({ length: ticks }, () => new Set<number>());
  for (const { population, spikes } of recordings) {
    for (let k = 0; k < (spikes?.times.length ?? 0); k++) {
      const tick = Math.round(spikes?.times[k] as number) - 1;
      const axon = axons.get(`${population} ${spikes?.neurons[k]}`);
      if (axon !== undefined) rows[tick]?.add(axon);
    }
  }
  return rows.map((row) => [...row].sort((a, b) => a - b));
}
