import type { Motion } from "@spikeloom/code";
import type { SynapseProgram } from "@spikeloom/program";
import type { PlacedRule } from "./placed-rule.ts";

/** Information about the synapses of a rule in a shard for others: how to access its memory. */
export interface BuiltRule
  extends Pick<
    PlacedRule,
    "table" | "part" | "shift" | "zero" | "last" | "variables" | "modulators" | "triggers"
  > {
  /** The projection's name. */
  readonly name: string;
  /** Whether structural plasticity changes the synapses. */
  readonly changes: boolean;
  /** Evolution of a synapse's variables between events. */
  readonly motion: Motion;
  /** Clamps a weight that evolves to its bounds. */
  readonly movedWeight: SynapseProgram["movedWeight"];
  /** The fraction of a delay between synapse and target. */
  readonly dendritic: number;
}

/** Describe the locations of a rule's synapses. */
export function builtRule(rule: PlacedRule): BuiltRule {
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
