import type { SynapseFormat } from "../chips/chip.ts";

/** Axons of a core with equally many synapses each. */
export interface StoredAxons {
  readonly axons: number;
  readonly perAxon: number;
  /** Whether each axon reaches consecutive neurons, so that no target index is stored. */
  readonly isDense: boolean;
}

interface Storage {
  readonly format: SynapseFormat | undefined;
  readonly delay: readonly [number, number];
  /** Neurons of the core, among which an index selects. */
  readonly neurons: number;
}

/** Bits of synapse memory for axons; 0 on chips without such a memory. */
export function storedBits({ axons, perAxon, isDense }: StoredAxons, storage: Storage): number {
  const { format, delay, neurons } = storage;
  if (format === undefined || axons === 0) return 0;
  return axons * axonBits(perAxon, { format, delay, neurons, isDense });
}

/**
 * Bits of one axon: groups of synapses with a header, padded to words.
 *
 * The format of Loihi as nengo-loihi 1.1 counts it (`nengo_loihi/block.py`, `Synapse.bits`).
 */
export function axonBits(
  perAxon: number,
  {
    format,
    delay: [least, longest],
    neurons,
    isDense,
  }: Storage & { readonly format: SynapseFormat; readonly isDense: boolean },
): number {
  const { weightBits, delayBits, leastIndexBits, headerBits, groupSize, wordBits } = format;
  const index = isDense ? 0 : Math.max(leastIndexBits, 32 - Math.clz32(Math.max(neurons, 1) - 1));
  const bits = weightBits + index + (longest > least ? delayBits : 0);
  const group = (n: number): number =>
    n === 0 ? 0 : Math.ceil((n * bits + headerBits) / wordBits) * wordBits;
  return Math.floor(perAxon / groupSize) * group(groupSize) + group(perAxon % groupSize);
}
