import type { ValueProgram } from "@spikeloom/network";
import { NOT_DERIVED } from "../errors.ts";
import type { NetworkProgram, ProjectionProgram } from "../network-program.ts";

/** Projections that become delay lines. */
export interface Taps {
  /** Names of the projections. */
  readonly projections: Iterable<string>;
  /** Number of delays: 1, 2, ... steps. */
  readonly steps: number;
}

/** List the names of projections that replace one, in the order of their delays. */
export function tapNames(projection: string, steps: number): readonly string[] {
  return Array.from({ length: steps }, (_, k) => `${projection} after ${k + 1} steps`);
}

/**
 * Replace projections by one for each delay of 1, 2, ... steps.
 *
 * All of them draw the same rows and the same weights, because they have the keys of the projection that they replace. Recorders of
 * its synapses record each of them. Synapses that do more than transmit a weight are refused.
 */
export function tapped(program: NetworkProgram, { projections, steps }: Taps): NetworkProgram {
  const replaced = new Set(projections);
  checkTaps(program, replaced, steps);
  const namesOf = (name: string): readonly string[] =>
    replaced.has(name) ? tapNames(name, steps) : [name];
  return {
    ...program,
    // A delay of zero steps may have been replaced.
    requires: replaced.size === 0 ? program.requires : withDelays(program.requires),
    projections: program.projections.flatMap((one): readonly ProjectionProgram[] => {
      if (!replaced.has(one.name)) return [one];
      return namesOf(one.name).map((name, k) => ({
        ...one,
        name,
        delay: constantDelay(one.delay, (k + 1) * program.dt),
      }));
    }),
    synapseRecorders: program.synapseRecorders.flatMap((one) =>
      namesOf(one.projection).map((projection) => ({ ...one, projection })),
    ),
  };
}

function constantDelay({ place, unit }: ValueProgram, value: number): ValueProgram {
  return { place, unit, source: { kind: "number", value }, limits: [] };
}

function withDelays(requires: readonly string[]): readonly string[] {
  return requires.includes("delays") ? requires : [...requires, "delays"];
}

function checkTaps(program: NetworkProgram, replaced: ReadonlySet<string>, steps: number): void {
  if (!(Number.isInteger(steps) && steps >= 1)) {
    throw NOT_DERIVED({
      message: `A delay line cannot have ${steps} steps.`,
      next: "Pass a whole number of at least 1.",
    });
  }
  const found = new Map(program.projections.map((one) => [one.name, one]));
  for (const name of replaced) {
    const projection = found.get(name);
    if (projection === undefined) {
      throw NOT_DERIVED({
        message: `The program has no projection "${name}".`,
        next: `Name one of ${[...found.keys()].join(", ") || "its projections"}.`,
      });
    }
    if (projection.dynamic !== undefined) {
      throw NOT_DERIVED({
        message: `The synapses of "${name}" do more than transmit a weight.`,
        next: "Remove their synapse model and their plasticity rule.",
      });
    }
    for (const tap of tapNames(name, steps)) {
      if (!found.has(tap)) continue;
      throw NOT_DERIVED({
        message: `The program has a projection "${tap}" already.`,
        next: "Rename it, or derive the delay lines of a projection once.",
      });
    }
  }
}
