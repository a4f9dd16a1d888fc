import { drawsIn } from "@spikeloom/code";
import { powerAbove, stepsBehind } from "@spikeloom/program";
import type { RuledProjection } from "../job-plan.ts";
import { layHistory } from "../rules/history-layout.ts";
import { movesSynapses } from "../rules/placed-rule.ts";

/** The projection of a rule, in numbers. */
export interface RuleSize {
  readonly sources: number;
  readonly targets: number;
  readonly synapses: number;
  readonly delays: number;
  /** The longest delay in the network, in steps. */
  readonly longest: number;
  /** Bytes of a number. */
  readonly float: number;
}

/** Steps marked in a segment, and the location of the newest spike of a target. */
const segmentHead = 8;
const pointer = 4;

/** Bytes of each synapse, in addition to its index and its weight. */
export function ruledBytes({ program }: RuledProjection, float: number): number {
  const words = Number(movesSynapses(program)) + Number(drawsIn(program));
  return float * (program.synapse.length - 1) + 4 * words;
}

/** Bytes of a rule, in addition to its synapses: in all shards together, and in each shard. */
export function ruleBytes(
  ruled: RuledProjection,
  { sources, targets, synapses, delays, longest, float }: RuleSize,
): { readonly shared: number; readonly perShard: number } {
  const { program, lazy, dendritic } = ruled;
  const late = stepsBehind(longest, dendritic);
  const { ring, recent } = layHistory(ruled, { bytes: float, longest: late });
  const ends = [...program.reads, ...program.filters];
  const read = (end: "pre" | "post"): number => ends.filter(({ of }) => of === end).length * float;
  const isEager = program.post !== undefined && !lazy;
  const waiting = targets * (delays + powerAbove(2 * late + 1));
  const sorted = isEager ? 4 * (2 * synapses + waiting) : 0;
  return {
    shared: targets * (pointer + ring + (recent?.bytes ?? 0) + read("post")) + sorted,
    perShard: sources * (delays * (segmentHead + program.source.length * float) + read("pre")),
  };
}
