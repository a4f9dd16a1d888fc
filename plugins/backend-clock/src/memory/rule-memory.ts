import type { RuledProjection } from "../job-plan.ts";
import { powerAbove } from "../power-above.ts";
import { drawsIn } from "../rules/draws-in.ts";
import { layHistory } from "../rules/history-layout.ts";
import { movesSynapses } from "../rules/laid-rule.ts";

/** The projection that a rule is of, in numbers. */
export interface RuleSize {
  readonly sources: number;
  readonly targets: number;
  readonly synapses: number;
  readonly delays: number;
  /** The longest delay that the network states, in steps. */
  readonly longest: number;
  /** Bytes of a number. */
  readonly float: number;
}

/** Steps that are marked in a segment, and where the newest spike of a target is. */
const segmentHead = 8;
const pointer = 4;

/** Bytes that each synapse takes beside its index and its weight. */
export function ruledBytes({ program }: RuledProjection, float: number): number {
  const words = Number(movesSynapses(program)) + Number(drawsIn(program));
  return float * (program.synapse.length - 1) + 4 * words;
}

/** Bytes that a rule takes beside its synapses: in all shards together, and in each again. */
export function ruleBytes(
  ruled: RuledProjection,
  { sources, targets, synapses, delays, longest, float }: RuleSize,
): { readonly shared: number; readonly perShard: number } {
  const { program, lazy, dendritic } = ruled;
  const late = Math.round(longest * dendritic);
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
