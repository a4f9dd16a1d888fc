import {
  type EnergyConstant,
  type Interval,
  rangeOf,
  sum,
  times,
  withoutIdle,
} from "./constant.ts";
import type { EnergyModel } from "./model.ts";

/** Operations of a run, whatever runs it. */
export interface ActivityCounts {
  readonly steps: number;
  /** Spikes through synapses. */
  readonly synapticOperations: number;
  /** Neuron updates: neurons times steps. */
  readonly updates: number;
  /** Spikes of neurons on the chip. */
  readonly spikes: number;
}

/** What a mapping adds to the counts of a run. */
export interface MappedCounts {
  readonly chips: number;
  readonly cores: number;
  /** Packets from a part to a core, in the whole run. */
  readonly packets: number;
  /** Packets times links, in the whole run. */
  readonly hops: number;
  /** Most links between a part and a target. */
  readonly longestPath: number;
  /** Of the core with the most work, per step. */
  readonly busiest: { readonly synapticOperations: number; readonly updates: number };
}

/** Energy of one kind of operation. */
export interface EnergyItem {
  readonly name: string;
  readonly constant: EnergyConstant;
  /** Operations, or ns for a power. */
  readonly count: number;
  /** In pJ. */
  readonly energy: Interval;
}

/** Energy of a run on a chip in pJ, at three depths, and its time. */
export interface EnergyEstimate {
  /** Synaptic operations alone, as usually quoted. */
  readonly perOperation: Interval;
  /** With neuron updates and spikes. */
  readonly byCounts: Interval;
  /** With packets, links and the power of chips and cores over the time of the run; needs a mapping. */
  readonly byMapping?: Interval;
  readonly items: readonly EnergyItem[];
  /** Of a step, in ns; needs a mapping. */
  readonly stepTime?: Interval;
  /** Of the run, in ns; needs a mapping. */
  readonly runTime?: Interval;
}

/** Estimate the energy of a run on a chip. */
export function estimateEnergy(
  model: EnergyModel,
  counts: ActivityCounts,
  mapped?: MappedCounts,
): EnergyEstimate {
  const { synapticOperations, updates, spikes, steps } = counts;
  const perOperation = times(rangeOf(model.synapse), synapticOperations);
  const counted = [
    item("synaptic operations", model.synapse, synapticOperations),
    item("neuron updates", model.update, updates),
    item("spikes", model.spike, spikes),
  ].flat();
  const byCounts = sum(counted.map(({ energy }) => energy));
  if (mapped === undefined) return { perOperation, byCounts, items: counted };
  const stepTime = timeOfStep(model, mapped);
  const runTime = times(stepTime, steps);
  const items = [
    ...counted,
    ...item("packets", model.packet, mapped.packets),
    ...item("packets over links", model.hop, mapped.hops),
    ...power("power of chips", model.chipPower, mapped.chips, runTime),
    ...power("power of cores", model.corePower, mapped.cores, runTime),
  ];
  const byMapping = sum(items.map(({ energy }) => energy));
  return { perOperation, byCounts, byMapping, items, stepTime, runTime };
}

function item(
  name: string,
  given: EnergyConstant | undefined,
  count: number,
): readonly EnergyItem[] {
  if (given === undefined) return [];
  const constant = withoutIdle(given);
  return [{ name, constant, count, energy: times(rangeOf(constant), count) }];
}

/** Energy of a power over a time: mW times ns are pJ. */
function power(
  name: string,
  constant: EnergyConstant | undefined,
  count: number,
  time: Interval,
): readonly EnergyItem[] {
  if (constant === undefined) return [];
  const { low, high } = times(rangeOf(constant), count);
  return [{ name, constant, count, energy: { low: low * time.low, high: high * time.high } }];
}

/** Time of a step: the busiest core, the longest path and the barrier, or the period of the clock. */
function timeOfStep({ step }: EnergyModel, { busiest, longestPath }: MappedCounts): Interval {
  if (step.kind === "clock") return rangeOf(step.period);
  return sum([
    times(rangeOf(step.synapse), busiest.synapticOperations),
    times(rangeOf(step.update), busiest.updates),
    times(rangeOf(step.hop), longestPath),
    rangeOf(step.barrier),
  ]);
}
