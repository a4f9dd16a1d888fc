import type { Motion } from "@spikeloom/code";
import type { SynapseProgram } from "@spikeloom/program";
import type { LaidRule } from "./laid-rule.ts";

/** What others know of the synapses of a rule in a shard: where to look into its memory. */
export interface BuiltRule
  extends Pick<
    LaidRule,
    "table" | "part" | "shift" | "zero" | "last" | "variables" | "modulators" | "triggers"
  > {
  /** The projection's name. */
  readonly name: string;
  /** Whether synapses come and go. */
  readonly changes: boolean;
  /** How variables of a synapse move between events. */
  readonly motion: Motion;
  /** What brings a weight that moves back within its bounds. */
  readonly movedWeight: SynapseProgram["movedWeight"];
  /** The share of a delay that lies between synapse and target. */
  readonly dendritic: number;
}

/** Say where the synapses of a rule are. */
export function builtRule(rule: LaidRule): BuiltRule {
  const { ruled, program, motion } = rule;
  const { table, part, shift, zero, last, variables, modulators, triggers } = rule;
  return {
    table,
    part,
    shift,
    zero,
    last,
    variables,
    modulators,
    triggers,
    name: ruled.projection.name,
    changes: program.structure !== undefined,
    motion: motion.synapse,
    movedWeight: program.movedWeight,
    dendritic: ruled.dendritic,
  };
}
