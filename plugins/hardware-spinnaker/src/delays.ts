import type { DrawnSynapses, NetworkProgram } from "@spikeloom/program";
import { SPINNAKER_DELAY } from "./errors.ts";

/** Neurons of a core, bits of an index into its ring buffers, and of the synapse type. */
const [coreNeurons, ringBits, typeBits] = [256, 14, 1] as const;
/** Blocks of delays that an extension sends. */
const mostBlocks = 64;

/** Slots of the ring buffer of a neuron: what the indices of neurons and synapse types leave. */
export function delaySlots(size: number): number {
  let neurons = 1;
  while (neurons < Math.min(size, coreNeurons)) neurons *= 2;
  return 2 ** (ringBits - typeBits) / neurons;
}

/**
 * Check the delays of all synapses, and describe those that need an extension.
 *
 * A ring buffer covers the delays up to its slots; longer ones are sent again by a core that holds spikes back in blocks of as
 * many ticks.
 */
export function checkDelays(
  program: NetworkProgram,
  synapses: readonly DrawnSynapses[],
): readonly string[] {
  return synapses.flatMap(({ name, place, from, to, longestDelay }) => {
    const slots = delaySlots(program.populations.get(to)?.size ?? 1);
    const blocks = Math.floor((longestDelay - 1) / slots);
    if (blocks > mostBlocks) {
      throw SPINNAKER_DELAY({
        place: `${place}.delay`,
        message: "The delay is longer than delay extensions allow.",
        expected: `at most ${slots * (mostBlocks + 1)} ticks`,
        got: `${longestDelay} ticks`,
        next: "Use a longer time step, or relay the spikes through another population.",
      });
    }
    if (blocks < 1) return [];
    return [
      `${name}: delays of up to ${longestDelay} ticks; the ring buffer has ${slots} slots, so a delay extension of "${from}" repeats spikes ${blocks} times`,
    ];
  });
}
