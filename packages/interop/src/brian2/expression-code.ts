import {
  type Expression,
  evaluate,
  findEquationUnit,
  formatExpression,
  freeNames,
  mapChildren,
  parseExpression,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { NeuronRecord } from "@spikeloom/kernel";

/** Names reserved by Brian2 besides units and functions. */
const reserved: ReadonlySet<string> = new Set(
  (
    "t dt t_in_timesteps i j N xi lastspike lastupdate refractory not_refractory refractory_until delay w " +
    "spike rate rates and or not in is if else for lambda def return print None True False int e pi inf"
  ).split(" "),
);

/**
 * Convert a model's name to one that Brian2 accepts: not a reserved word, and without the suffixes of synaptic
 * variables.
 */
export function brian2Name(name: string): string {
  const turned = name.replace(/^(.*)_(pre|post)$/, "$2_$1");
  return reserved.has(turned) || turned.startsWith("_") ? `x_${turned}` : turned;
}

/**
 * Convert the names of a neuron model to ones that Brian2 accepts, avoiding units, functions and built-in variables.
 */
export function namesOf({ parameters, state, inputs, expressions }: NeuronRecord): Naming {
  const own = new Set(
    [parameters, state, inputs, expressions].flatMap((part) => Object.keys(part ?? {})),
  );
  return (name) => (own.has(name) ? brian2Name(name) : name);
}

/** Map a name to another or to itself. */
export type Naming = (name: string) => string;

/** Convert an expression to Brian2 syntax, renaming its variables. */
export function brian2Code(text: string, naming: Naming): string {
  return formatExpression(translated(parseExpression(text), naming));
}

/**
 * Select the branch of a conditional that given values determine, in internal units.
 *
 * The result has no conditional between constants, which Brian2's exact integrators do not accept.
 */
export function decided(e: Expression, values: ReadonlyMap<string, number>): Expression {
  const parts = mapChildren(e, (part) => decided(part, values));
  const known = (part: Expression): number | undefined => {
    const isKnown = [...freeNames(part)].every((name) => values.has(name) || isUnit(name));
    if (!isKnown) return undefined;
    return evaluate(part, { scope: (name) => values.get(name), functions: hostFunctions });
  };
  if (parts.kind === "select") {
    const is = known(parts.condition);
    if (is === undefined) return parts;
    return is === 0 ? parts.otherwise : parts.then;
  }
  if (parts.kind !== "call" || (parts.name !== "min" && parts.name !== "max")) return parts;
  const [a, b] = parts.args;
  if (a === undefined || b === undefined) return parts;
  const [first, second] = [known(a), known(b)];
  if (first === undefined || second === undefined) return parts;
  const isFirst = parts.name === "min" ? first <= second : first >= second;
  return isFirst ? a : b;
}

function isUnit(name: string): boolean {
  return findEquationUnit(name) !== undefined;
}

/** Convert an expression, replacing functions that Brian2 lacks by ones that it has. */
export function translated(e: Expression, naming: Naming): Expression {
  if (e.kind === "name") return { kind: "name", name: naming(e.name) };
  const parts = mapChildren(e, (part) => translated(part, naming));
  if (parts.kind === "select") {
    const args = [parts.condition, parts.then, parts.otherwise];
    return { kind: "call", name: "where", args };
  }
  if (parts.kind !== "call") return summed(compared(parts));
  const name = own[parts.name];
  return name === undefined ? parts : { ...parts, name };
}

/** Compare with zero by the sign: a literal zero has any unit here, but none in Brian2. */
function compared(e: Expression): Expression {
  if (!comparisons.has(e.kind) || !("left" in e)) return e;
  const sign = (side: Expression): Expression => ({ kind: "call", name: "sign", args: [side] });
  if (isZero(e.right) && !isZero(e.left)) return { ...e, left: sign(e.left) };
  if (isZero(e.left) && !isZero(e.right)) return { ...e, right: sign(e.right) };
  return e;
}

/** Omit a literal zero from a sum, for the same reason. */
function summed(e: Expression): Expression {
  if (e.kind !== "add" && e.kind !== "subtract") return e;
  if (isZero(e.right)) return e.left;
  if (!isZero(e.left)) return e;
  return e.kind === "add" ? e.right : { kind: "negate", of: e.right };
}

function isZero(e: Expression): boolean {
  return e.kind === "number" && e.value === 0;
}

const comparisons: ReadonlySet<string> = new Set([
  "greater",
  "greater_equal",
  "less",
  "less_equal",
  "equal",
  "not_equal",
]);

/** Functions defined in the script, by our name. */
const own: Readonly<Record<string, string>> = { min: "minimum", max: "maximum" };

/** Functions that the script must define because a text calls them. */
export function broughtFunctions(text: string): readonly string[] {
  return ["where", "minimum", "maximum"].filter((name) => text.includes(`${name}(`));
}
