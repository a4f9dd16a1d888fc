import type { DrawnSynapses, NetworkProgram } from "@spikeloom/program";
import { SPINNAKER_DELAY } from "./errors.ts";

/** Neurons of a core, bits of an index into its ring buffers, and of the synapse type. */
const [coreNeurons, ringBits, typeBits] = [256, 14, 1] as const;
/** Stages of a delay extension of sPyNNaker 7. */
const mostStages = 8;

/** Slots of the ring buffer of a neuron: what the indices of neurons and synapse types leave. */
export function delaySlots(size: number): number {
  let neurons = 1;
  while (neurons < Math.min(size, coreNeurons)) neurons *= 2;
  return 2 ** (ringBits - typeBits) / neurons;
}

/** Cores that send the spikes of a population again, later. */
export interface DelayExtension {
  readonly from: string;
  /** Names of the populations that receive these spikes. */
  readonly targets: ReadonlySet<string>;
  /** Ticks between stages: the slots of the targets' ring buffers. */
  readonly slots: number;
  readonly stages: number;
}

/**
 * Find the delay extensions that a network needs, and check the delays of all synapses.
 *
 * A ring buffer covers the delays up to its slots. For longer ones, the extension of the source holds spikes back in stages of as many
 * ticks. All targets of an extension have the same slots.
 */
export function delayExtensions(
  program: NetworkProgram,
  synapses: readonly DrawnSynapses[],
): readonly DelayExtension[] {
  const found = new Map<string, DelayExtension>();
  for (const { place, from, to, longestDelay } of synapses) {
    const slots = delaySlots(program.populations.get(to)?.size ?? 1);
    const stages = Math.ceil(longestDelay / slots) - 1;
    if (stages > mostStages) {
      throw SPINNAKER_DELAY({
        place: `${place}.delay`,
        message: "The delay is longer than delay extensions allow.",
        expected: `at most ${slots * (mostStages + 1)} ticks`,
        got: `${longestDelay} ticks`,
        next: "Use a longer time step, or relay the spikes through another population.",
      });
    }
    if (stages < 1) continue;
    const known = found.get(from);
    if (known !== undefined && known.slots !== slots) {
      throw SPINNAKER_DELAY({
        place: `${place}.delay`,
        message: `The delay extension of "${from}" already has stages for populations of another size.`,
        expected: `at most ${slots} ticks, or a target whose ring buffer has ${known.slots} slots`,
        got: `${longestDelay} ticks, and ${slots} slots`,
        next: "Shorten the delay, or send these spikes from a second population with the same spikes.",
      });
    }
    found.set(from, {
      from,
      targets: new Set([...(known?.targets ?? []), to]),
      slots,
      stages: Math.max(stages, known?.stages ?? 0),
    });
  }
  return [...found.values()];
}

/** Describe delay extensions in the notes of a result. */
export function delayNotes(
  synapses: readonly DrawnSynapses[],
  extensions: readonly DelayExtension[],
): readonly string[] {
  return extensions.flatMap(({ from, targets, slots }) =>
    synapses.flatMap(({ name, from: source, to, longestDelay }) => {
      if (source !== from || !targets.has(to) || longestDelay <= slots) return [];
      const stages = Math.ceil(longestDelay / slots) - 1;
      return [
        `${name}: delays of up to ${longestDelay} ticks; the ring buffer has ${slots} slots, so a delay extension of "${from}" repeats spikes ${stages} times`,
      ];
    }),
  );
}
