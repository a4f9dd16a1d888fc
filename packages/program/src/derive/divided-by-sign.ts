import { parseExpression, substitute } from "@spikeloom/equations";
import { NOT_DERIVED } from "../errors.ts";
import type { NetworkProgram, ProjectionProgram } from "../network-program.ts";
import { divideProjections } from "./divide-projections.ts";

/** Positive and negative part of a weight. */
const parts = ["where(weight > 0, weight, 0)", "where(weight < 0, weight, 0)"].map((text) =>
  parseExpression(text),
);

/** List the names of the projections of positive and of negative weights. */
export function signNames(projection: string): readonly [string, string] {
  return [`${projection}, weights above 0`, `${projection}, weights below 0`];
}

/**
 * Replace projections by one for positive and one for negative weights.
 *
 * Both have the synapses of the projection that they replace; a weight of the other sign is 0. Synapses that do more than transmit a
 * weight are refused.
 */
export function dividedBySign(
  program: NetworkProgram,
  projections: Iterable<string>,
): NetworkProgram {
  const replaced = new Set(projections);
  const divide = (one: ProjectionProgram): readonly ProjectionProgram[] => {
    if (one.dynamic !== undefined) {
      throw NOT_DERIVED({
        message: `The synapses of "${one.name}" do more than transmit a weight.`,
        next: "Remove their synapse model and their plasticity rule.",
      });
    }
    const { converted: before } = one;
    return signNames(one.name).map((name, k) => {
      const part = parts[k] as (typeof parts)[number];
      const converted = before ? substitute(part, new Map([["weight", before]])) : part;
      return { ...one, name, converted };
    });
  };
  return {
    ...program,
    projections: divideProjections(program, replaced, divide),
    synapseRecorders: program.synapseRecorders.flatMap((one) =>
      replaced.has(one.projection)
        ? signNames(one.projection).map((projection) => ({ ...one, projection }))
        : [one],
    ),
  };
}
