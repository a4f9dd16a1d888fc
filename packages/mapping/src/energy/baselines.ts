import type { NetworkGraph } from "../graph/network-graph.ts";
import { synapsesOf } from "../graph/network-graph.ts";
import { arithmetic45nm, memory45nm, processors } from "./chips.ts";
import { type EnergyConstant, type Interval, rangeOf, sum, times } from "./constant.ts";

/** Energy of a network without spikes, or of the additions of its spikes alone. */
export interface Baseline {
  readonly name: string;
  /** Operations counted, and why this many. */
  readonly counted: string;
  readonly operations: number;
  /** In pJ: arithmetic, or all of a processor. */
  readonly perOperation: Interval;
  /** In pJ: with a memory access for each weight, from the smallest SRAM to DRAM. */
  readonly byCounts?: Interval;
  readonly constants: readonly EnergyConstant[];
  readonly limits: string;
}

/** Multiply-adds of the same layers without spikes. */
export interface MultiplyAdds {
  readonly count: number;
  readonly reason: string;
}

/**
 * Count the multiply-adds of the same layers without spikes.
 *
 * Each synapse once if the layers form no cycle, else once per step.
 */
export function multiplyAdds(graph: NetworkGraph, steps: number): MultiplyAdds {
  const synapses = graph.projections.reduce((total, one) => total + synapsesOf(graph, one), 0);
  return hasCycle(graph)
    ? { count: synapses * steps, reason: "each synapse in each step, as the network has cycles" }
    : { count: synapses, reason: "each synapse once, as the network has no cycles" };
}

function hasCycle({ populations, projections }: NetworkGraph): boolean {
  // Populations without unread inputs are removed until none is left, or only cycles are.
  let left = new Set(populations.keys());
  for (;;) {
    const kept = new Set(
      [...left].filter((p) => projections.some(({ from, to }) => to === p && left.has(from))),
    );
    if (kept.size === 0) return false;
    if (kept.size === left.size) return true;
    left = kept;
  }
}

/** Operations that baselines count. */
export interface BaselineCounts {
  readonly multiplyAdds: MultiplyAdds;
  readonly synapticOperations: number;
}

/** Estimate the energy of the same layers without spikes on usual hardware. */
export function baselines({
  multiplyAdds: { count, reason },
  synapticOperations,
}: BaselineCounts): readonly Baseline[] {
  const { cpu, gpu } = processors;
  const { int8MultiplyAdd, float32MultiplyAdd, int8Add, float32Add } = arithmetic45nm;
  const processor = (constant: EnergyConstant, precision: "FP32" | "INT8", name: string) => {
    const whole = rangeOf(constant);
    // Four 8-bit numbers fit where one of 32 bits does.
    const perOperation = precision === "FP32" ? whole : { low: whole.low / 4, high: whole.high };
    return {
      name: `ANN ${precision}, ${name}`,
      counted: `multiply-adds: ${reason}`,
      operations: count,
      perOperation: times(perOperation, count),
      constants: [constant],
      limits:
        precision === "FP32"
          ? "Without overheads of the processor."
          : "Assumption: between a quarter of FP32, four numbers in the place of one, and FP32.",
    };
  };
  const at45nm = (
    constant: EnergyConstant,
    bits: 8 | 32,
    rest: Pick<Baseline, "name" | "counted" | "operations">,
  ): Baseline => {
    const arithmetic = times(rangeOf(constant), rest.operations);
    const nearest = rangeOf(memory45nm.sram8KiB);
    const farthest = rangeOf(memory45nm.dram);
    const access = { low: (nearest.low * bits) / 64, high: (farthest.high * bits) / 64 };
    return {
      ...rest,
      perOperation: arithmetic,
      byCounts: sum([arithmetic, times(access, rest.operations)]),
      constants: [constant, memory45nm.sram8KiB, memory45nm.dram],
      limits: "Second range: each operation reads its weight once, from 8 KiB of SRAM up to DRAM.",
    };
  };
  const ann = { counted: `multiply-adds: ${reason}`, operations: count };
  const snn = { counted: "additions: a spike through a synapse", operations: synapticOperations };
  return [
    processor(cpu, "FP32", "CPU"),
    processor(cpu, "INT8", "CPU"),
    processor(gpu, "FP32", "GPU"),
    processor(gpu, "INT8", "GPU"),
    at45nm(float32MultiplyAdd, 32, { name: "ANN FP32, 45 nm", ...ann }),
    at45nm(int8MultiplyAdd, 8, { name: "ANN INT8, 45 nm", ...ann }),
    at45nm(float32Add, 32, { name: "SNN FP32, 45 nm", ...snn }),
    at45nm(int8Add, 8, { name: "SNN INT8, 45 nm", ...snn }),
  ];
}
