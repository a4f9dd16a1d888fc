import type { EquationKind } from "./equation.ts";
import type { EquationContext } from "./identifiers.ts";

/** Meaning of a flag and the equations it is allowed on. */
export interface FlagRule {
  readonly neuron: readonly EquationKind[];
  readonly synapse: readonly EquationKind[];
  /** Incompatible flags; `all` for every other flag. */
  readonly excludes?: readonly string[] | "all";
  readonly about: string;
}

/** All flags of the equation language. */
export const equationFlags: Readonly<Record<string, FlagRule>> = {
  "unless refractory": {
    neuron: ["differential"],
    synapse: [],
    about: "does not change while the neuron is refractory",
  },
  constant: {
    neuron: ["parameter"],
    synapse: ["parameter"],
    about: "does not change during a run",
  },
  shared: {
    neuron: ["parameter", "subexpression"],
    synapse: ["parameter", "subexpression"],
    about: "one value for all members",
  },
  "constant over dt": {
    neuron: ["subexpression"],
    synapse: ["subexpression"],
    about: "computed once, at the start of each step",
  },
  linked: {
    neuron: ["parameter"],
    synapse: ["parameter"],
    about: "reads a variable of another population",
  },
  "event-driven": {
    neuron: [],
    synapse: ["differential"],
    excludes: ["clock-driven"],
    about: "solved in closed form from one event to the next",
  },
  "clock-driven": {
    neuron: [],
    synapse: ["differential"],
    excludes: ["event-driven"],
    about: "integrated at each step",
  },
  summed: {
    neuron: [],
    synapse: ["subexpression"],
    excludes: "all",
    about: "the sum over all synapses of a neuron, written to the neuron",
  },
};

/** An error in a flag, with its remedy. */
export interface FlagFault {
  readonly message: string;
  readonly next: string;
}

/** Explain why a flag is not allowed on an equation; undefined if it is. */
export function flagFault(
  flag: string,
  {
    kind,
    context,
    flags,
  }: { kind: EquationKind; context: EquationContext; flags: readonly string[] },
): FlagFault | undefined {
  const rule = Object.hasOwn(equationFlags, flag) ? equationFlags[flag] : undefined;
  if (rule === undefined) {
    return {
      message: `There is no flag "${flag}".`,
      next: `Flags are ${Object.keys(equationFlags).join(", ")}.`,
    };
  }
  const kinds = rule[context];
  if (!kinds.includes(kind)) {
    const where = kinds.length === 0 ? "not" : `only at a ${kinds.join(" or ")}`;
    return {
      message: `"${flag}" is not allowed at this ${kind} of a ${context}.`,
      next: `In a ${context} it is allowed ${where}.`,
    };
  }
  const others = flags.filter((other) => other !== flag);
  if (others.length < flags.length - 1) {
    return { message: `"${flag}" is given twice.`, next: "Remove one of them." };
  }
  const clash = others.find((other) => rule.excludes === "all" || rule.excludes?.includes(other));
  return clash === undefined
    ? undefined
    : { message: `"${flag}" and "${clash}" are mutually exclusive.`, next: "Remove one of them." };
}
