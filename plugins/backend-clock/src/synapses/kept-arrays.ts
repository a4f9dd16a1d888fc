import { drawsIn, type FloatType } from "@spikeloom/code";
import type { SynapseValue } from "@spikeloom/network";
import type { Arena } from "../arena.ts";
import type { RuledProjection } from "../job-plan.ts";
import type { PlacedArray } from "../placed.ts";
import type { OwnGroup } from "./synapse-groups.ts";

/** Arrays of a ruled group, in addition to its table. */
export interface KeptArrays {
  /** Variables other than the weight, in the order of the program. */
  readonly variables: ReadonlyMap<string, PlacedArray<FloatType>>;
  /** The index of each synapse in its row; undefined if nothing is drawn. */
  readonly numbers: PlacedArray<"i32"> | undefined;
}

interface KeptRequest {
  readonly arena: Arena;
  readonly count: number;
  readonly precision: FloatType;
  /** Whether the set of synapses is fixed. */
  readonly kind: "fixed" | undefined;
}

/** Maximum number of synapses: those that are drawn, and those that may be added. */
export function roomFor({ group, projections }: OwnGroup, drawn: number): number {
  const { structure } = group.ruled?.program ?? {};
  if (structure?.add === undefined || structure.add === "replace") return drawn;
  const targets = projections.reduce((sum, { part }) => sum + part.size, 0);
  return Math.min(targets * group.sources, 2 * drawn + growth * targets);
}

/** Number of synapses that a target may gain in addition to twice its initial number. */
const growth = 64;

/** Lay out the data stored for each synapse in addition to its weight. */
export function keptArrays(
  { program }: RuledProjection,
  { arena, count: length, precision, kind }: KeptRequest,
): KeptArrays {
  const variables = program.synapse.filter((variable) => variable !== "weight");
  return {
    variables: new Map(
      variables.map((variable) => [variable, arena.array(variable, precision, { length })]),
    ),
    numbers: drawsIn(program) ? arena.array("number", "i32", { length, kind }) : undefined,
  };
}

/** Initial values of the variables other than the weight, in the order of the program. */
export function moreOf({ program, values }: RuledProjection): readonly SynapseValue[] {
  const variables = program.synapse.filter((variable) => variable !== "weight");
  return variables.map((variable) => values.get(variable) ?? { constant: 0 });
}
