import {
  affineIn,
  type Expression,
  freeNames,
  linearBlocks,
  numericSystem,
  propagator,
  simplify,
  substitute,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { binary, name, number } from "../tree.ts";
import { bounded } from "./bounded.ts";
import { type Kinds, nameOf } from "./kinds.ts";
import { isNumeric } from "./motion.ts";
import type { ProjectionNames } from "./names-of-models.ts";
import type { SynapseProgram } from "./synapse-program.ts";

/**
 * Variables that are integrated at each step.
 *
 * Linear systems with constant coefficients are solved exactly. Each other variable takes one step of exponential Euler, or of
 * Euler if it is not linear in itself, with the variables before it at mid-step.
 */
export function stepOf(models: ProjectionNames, kinds: Kinds, dt: number): SynapseProgram["step"] {
  const odes = new Map<string, Expression>();
  for (const model of [models.synapse, models.plasticity]) {
    for (const [own, { derivative, when }] of model?.parsed.dynamics ?? []) {
      if (when !== "step" || model === undefined) continue;
      odes.set(nameOf(model, own), model.put(derivative));
    }
  }
  if (odes.size === 0) return undefined;
  const next = new Map(exactSteps(odes, dt));
  const middle = new Map<string, Expression>();
  const enter = (variable: string, value: Expression): void => {
    const sum = binary("add", name(variable), value);
    next.set(variable, value);
    middle.set(variable, binary("multiply", number(0.5), sum));
  };
  for (const [variable, value] of next) enter(variable, value);
  for (const variable of readFirst(odes)) {
    if (next.has(variable)) continue;
    const derivative = substitute(odes.get(variable) as Expression, middle);
    enter(variable, stepped(variable, derivative, dt));
  }
  const sets = [...odes.keys()].map((variable): [string, Expression] => [
    variable,
    bounded(models, variable, next.get(variable) as Expression),
  ]);
  const isOfSource = ([variable]: readonly [string, Expression]): boolean =>
    kinds.sourceSet.has(variable);
  return {
    synapse: sets.filter((one) => !isOfSource(one)),
    source: sets.filter(isOfSource),
  };
}

/** Sort variables by dependency, as far as possible. */
function readFirst(odes: ReadonlyMap<string, Expression>): readonly string[] {
  const ordered = new Set<string>();
  const visit = (variable: string, above: ReadonlySet<string>): void => {
    const value = odes.get(variable);
    if (value === undefined || ordered.has(variable) || above.has(variable)) return;
    const within = new Set([...above, variable]);
    for (const read of freeNames(value)) visit(read, within);
    ordered.add(variable);
  };
  for (const variable of odes.keys()) visit(variable, new Set());
  return [...ordered];
}

/** The next values of variables that form linear systems with constant coefficients. */
function exactSteps(
  odes: ReadonlyMap<string, Expression>,
  dt: number,
): ReadonlyMap<string, Expression> {
  const next = new Map<string, Expression>();
  for (const system of linearBlocks(odes, []).blocks) {
    const { states } = system;
    if (!isNumeric(system)) continue;
    const scope = (): undefined => undefined;
    const { p, q } = propagator(numericSystem(system, { scope, functions: hostFunctions }), dt);
    states.forEach((state, i) => {
      let sum: Expression = number(q[i] ?? 0);
      states.forEach((from, j) => {
        const coefficient = number(p[i * states.length + j] ?? 0);
        sum = binary("add", sum, binary("multiply", coefficient, name(from)));
      });
      next.set(state, simplify(sum, { functions: hostFunctions }));
    });
  }
  return next;
}

/** Return x + x' dt, or the exact step of an equation that is linear in its own variable, with all else held. */
function stepped(variable: string, derivative: Expression, dt: number): Expression {
  const slope = affineIn(derivative, new Set([variable]))?.coefficients.get(variable);
  const way = binary("multiply", derivative, number(dt));
  if (slope === undefined) return binary("add", name(variable), way);
  const growth = call("exprel", binary("multiply", slope, number(dt)));
  const value = binary("add", name(variable), binary("multiply", way, growth));
  return simplify(value, { functions: hostFunctions });
}

function call(text: string, ...args: readonly Expression[]): Expression {
  return { kind: "call", name: text, args };
}
