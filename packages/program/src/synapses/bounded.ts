import { type Expression, simplify } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { name, select } from "../tree.ts";
import type { ProjectionNames } from "./names-of-models.ts";

/** Clamp a new weight to the bounds of the rule. */
export function bounded(
  { plasticity }: ProjectionNames,
  variable: string,
  value: Expression,
): Expression {
  if (variable !== "weight" || plasticity === undefined) return value;
  const { min, max } = plasticity.parsed.bounds;
  let kept = value;
  // A comparison and a choice cost less than the minimum of IEEE 754 with its special cases.
  if (min !== undefined) kept = outside("less", kept, plasticity.put(min));
  if (max !== undefined) kept = outside("greater", kept, plasticity.put(max));
  return simplify(kept, { functions: hostFunctions });
}

/**
 * Return the clamped weight if it evolves between events; undefined otherwise.
 *
 * The weight is not checked in between, so every event or read clamps it first.
 */
export function movedWeight(models: ProjectionNames): Expression | undefined {
  const { synapse, plasticity } = models;
  const { min, max } = plasticity?.parsed.bounds ?? {};
  const moves = [synapse, plasticity].some(
    (model) => model?.parsed.dynamics.get("weight")?.when === "event",
  );
  if (!moves || (min === undefined && max === undefined)) return undefined;
  return bounded(models, "weight", name("weight"));
}

/** The bound by which a value is replaced if it is beyond it. */
function outside(kind: "less" | "greater", value: Expression, bound: Expression): Expression {
  return select({ kind, left: value, right: bound }, bound, value);
}
