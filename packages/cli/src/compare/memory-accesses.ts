import { type EnergyConstant, memory45nm, rangeOf } from "@spikeloom/mapping";
import type { EnergyRange } from "./energy.ts";

/** Memory accesses per prediction, in numbers of 32 bits each. */
export interface MemoryCounts {
  readonly accesses: number;
  readonly withoutSpikes: number;
}

/** Counts from which accesses are computed. */
export interface AccessedCounts {
  readonly synaptic: number;
  readonly multiplications: number;
  /** Variables that neuron updates read and write. */
  readonly stateUpdates: number;
  /** Multiplications of the same layers without spikes. */
  readonly withoutSpikes: number;
  readonly outputsWithoutSpikes: number;
}

const horowitz = "Horowitz 2014, doi:10.1109/ISSCC.2014.6757323, 45 nm";

/** Energy of an access of 32 bits: half a word of 64 bits at best, a whole one otherwise. */
function access(constant: EnergyConstant, what: string): EnergyRange {
  const { low, high } = rangeOf(constant);
  return { low: low / 2, high, source: `${horowitz}: ${what}, per 64 bits` };
}

export type MemoryName = "sram-8k" | "sram-32k" | "sram-1m" | "dram";

/** Memories that weights, states and activations may be in, with the energy of an access. */
export const memories: Readonly<Record<MemoryName, EnergyRange>> = {
  "sram-8k": access(memory45nm.sram8KiB, "SRAM of 8 KiB"),
  "sram-32k": access(memory45nm.sram32KiB, "SRAM of 32 KiB"),
  "sram-1m": access(memory45nm.sram1MiB, "SRAM of 1 MiB"),
  dram: access(memory45nm.dram, "DRAM"),
};

/**
 * Count memory accesses.
 *
 * A synaptic operation reads a weight, and reads and writes the sum of its target: spikes come in any order. A
 * multiplication reads a weight and an activation, and adds in a register. A neuron update reads and writes its
 * variables; an output of a layer without spikes is written once.
 */
export function memoryOf(counts: AccessedCounts): MemoryCounts {
  const { synaptic, multiplications, stateUpdates, withoutSpikes, outputsWithoutSpikes } = counts;
  return {
    accesses: 3 * synaptic + 2 * multiplications + 2 * stateUpdates,
    withoutSpikes: 2 * withoutSpikes + outputsWithoutSpikes,
  };
}

/** Energy of accesses in nJ, lowest and highest. */
export function memoryEnergyOf(accesses: number, name: MemoryName): readonly [number, number] {
  const { low, high } = memories[name];
  return [(accesses * low) / 1000, (accesses * high) / 1000];
}
