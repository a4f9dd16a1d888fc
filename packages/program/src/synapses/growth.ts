import type { Expression } from "@spikeloom/equations";
import type { ConnectionProgram, ValueProgram } from "@spikeloom/network";
import { RULE } from "../errors.ts";
import { number } from "../tree.ts";
import type { Assignments, StructureProgram, SynapseProgram } from "./synapse-program.ts";

/**
 * New synapses of a projection under structural plasticity.
 *
 * `specs/program/structure.md` defines in which order synapses are removed and added.
 */
export interface GrowthProgram {
  /** Purpose of the stream from which sources are drawn; the entity is the target, the step that of the test. */
  readonly key: string;
  /** Maximum number of draws for each new synapse; sources that already reach the target are drawn again. */
  readonly tries: number;
  /** Whether the source drawn may have the index of the target; within a population both are one neuron. */
  readonly autapses: boolean;
  /** Initial value of each variable of a new synapse; values read no names. */
  readonly start: Assignments;
  /** First number of new synapses; draws of their events are keyed by it. */
  readonly firstNumber: number;
}

// Even if nine in ten sources are taken, this many draws still find a free one.
const tries = 200;

// Numbers of the initial synapses are their indices in rows, far below this.
const firstNumber = 2 ** 20;

/** A projection whose synapses may grow. */
export interface GrowthTask {
  readonly program: SynapseProgram;
  /** Initial values of synapses, by variable. */
  readonly values: ReadonlyMap<string, ValueProgram>;
  readonly place: string;
}

/** Lower the growth of a projection; undefined if no synapses are added. */
export function lowerGrowth(
  projection: Pick<ConnectionProgram, "name" | "from" | "to" | "weight">,
  { program, values, place }: GrowthTask,
): GrowthProgram | undefined {
  const { structure, synapse } = program;
  if (structure?.add === undefined) return undefined;
  const given = new Map(structure.initial);
  const startOf = (name: string): Expression => {
    const start = given.get(name);
    if (start !== undefined) return start;
    const value = name === "weight" ? projection.weight : values.get(name);
    if (value?.source.kind === "number") return number(value.source.value);
    throw RULE({
      place: `${place}.plasticity`,
      message: `The initial value of "${name}" in a new synapse must be one number.`,
      next: 'Set it in "structure.initial".',
    });
  };
  return {
    key: `structure/${projection.name}`,
    tries,
    autapses: projection.from !== projection.to,
    start: [...new Set(["weight", ...synapse])].map((name) => [name, startOf(name)]),
    firstNumber,
  };
}

/**
 * Return the number of steps between two tests of a structure.
 *
 * A time shorter than half a step is rejected.
 */
export function structureSteps(
  { every }: StructureProgram,
  { dt, place }: { readonly dt: number; readonly place: string },
): number {
  const steps = Math.round(every / dt);
  if (steps >= 1) return steps;
  const message = "Its structure is tested more often than once per step.";
  throw RULE({ place: `${place}.plasticity`, message });
}
