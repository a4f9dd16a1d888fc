import {
  affineIn,
  conditionallyLinear,
  type Expression,
  evaluate,
  freeNames,
  isNoise,
  substitute,
} from "@spikeloom/equations";
import { INTEGRATOR_MISFIT, SCHEME } from "../errors.ts";
import { binary, mapTree, mapTreeDown, name, number, select } from "../tree.ts";
import type { Scheme } from "./scheme-of.ts";
import { readScheme } from "./scheme-text.ts";
import { slopeBy } from "./slope-by.ts";

/** The system to which a scheme is applied. */
export interface SchemeInput {
  readonly model: string;
  readonly scheme: Scheme;
  /** Length of a sub-step in milliseconds. */
  readonly dt: number;
  /** Right-hand sides; noise enters through names that begin with `xi`. */
  readonly dynamics: ReadonlyMap<string, Expression>;
  /** Value of each variable at the start of the sub-step. */
  readonly start: ReadonlyMap<string, Expression>;
  /** Variables that are held where `free` is false. */
  readonly held: ReadonlySet<string>;
  readonly free: Expression | undefined;
  /** Time at the start of the sub-step; by default computed from the step and the index of the sub-step. */
  readonly time?: Expression | undefined;
  /** Variables that are already solved: their values a given time (in ms) into the sub-step. */
  readonly solved?: ((milliseconds: number) => ReadonlyMap<string, Expression>) | undefined;
  /** A normal random number of unit variance for a noise name and sub-step. */
  readonly normal: (noise: string, subStep: number) => Expression;
  /** Name a value; returns the name node. */
  readonly let: (hint: string, value: Expression) => Expression;
}

interface Context {
  readonly input: SchemeInput;
  readonly values: ReadonlyMap<string, Expression>;
  readonly dt: number;
  readonly t0: Expression;
  readonly index: number;
  /** Drift and noise coefficients of each variable. */
  readonly drift: ReadonlyMap<string, Expression>;
  readonly noise: ReadonlyMap<string, ReadonlyMap<string, Expression>>;
  readonly stages: Map<string, Map<string, Expression>>;
  readonly points: Map<string, ReadonlyMap<string, Expression>>;
}

/**
 * Expand a scheme over a system of equations for one sub-step, counted from zero.
 *
 * Returns the new value of each variable.
 */
export function schemeStep(input: SchemeInput, index: number): ReadonlyMap<string, Expression> {
  return stepOf(contextOf(input, index));
}

/** Expand a scheme over the whole step, and return the condition under which its guard requires sub-steps. */
export function guardedStep(
  input: SchemeInput,
  guard: string,
): { readonly values: ReadonlyMap<string, Expression>; readonly rough: readonly Expression[] } {
  const context = contextOf(input, 0);
  const values = stepOf(context);
  const parsed = readScheme(input.scheme, "guard", guard);
  const rough = [...input.dynamics.keys()].map((variable) =>
    input.let(`rough_${variable}`, expand(context, variable, parsed)),
  );
  return { values, rough };
}

function contextOf(input: SchemeInput, index: number): Context {
  const { scheme, dynamics, model, dt } = input;
  const passed = index === 0 ? name("t") : binary("add", name("t"), number(index * dt));
  const t0 = input.time ?? passed;
  const split = new Map([...dynamics].map(([v, side]) => [v, splitNoise(input, v, side)] as const));
  const noise = new Map(
    [...split].map(([variable, { noise: terms }]) => [variable, terms] as const),
  );
  for (const [variable, terms] of noise) checkNoise(model, scheme, variable, terms);
  const drift = new Map([...split].map(([variable, { drift: f }]) => [variable, f] as const));
  const made = { stages: new Map(), points: new Map() };
  return { input, values: input.start, dt, t0, index, drift, noise, ...made };
}

function stepOf(context: Context): ReadonlyMap<string, Expression> {
  const { input } = context;
  const { scheme, dynamics } = input;
  const { update } = scheme;
  if (update === undefined) throw SCHEME({ integrator: scheme.name, message: "No update." });
  for (const [stage, text] of Object.entries(scheme.stages ?? {})) {
    const parsed = readScheme(scheme, `stages.${stage}`, text);
    const of = new Map<string, Expression>();
    for (const variable of dynamics.keys()) {
      of.set(variable, input.let(`${stage}_${variable}`, expand(context, variable, parsed)));
    }
    context.stages.set(stage, of);
  }
  const parsed = readScheme(scheme, "update", update);
  const result = new Map<string, Expression>();
  for (const variable of dynamics.keys()) {
    result.set(variable, input.let(variable, expand(context, variable, parsed)));
  }
  return result;
}

/** Convert an expression of the scheme to one of the model, for one variable. */
function expand(context: Context, variable: string, scheme: Expression): Expression {
  const joined = joinNoise(context, variable, scheme);
  return mapTreeDown(joined, (node) => {
    if (node.kind === "call") return expandCall(context, variable, node);
    if (node.kind !== "name") return undefined;
    return plainName(context, variable, node.name);
  });
}

function plainName(context: Context, variable: string, text: string): Expression {
  if (text.startsWith("#")) return name(text.slice(1));
  if (text === "x") return presentValue(context, variable);
  if (text === "dt") return number(context.dt);
  if (text === "t") return context.t0;
  if (text === "dW") return increment(context, variable);
  const stage = context.stages.get(text)?.get(variable);
  if (stage !== undefined) return stage;
  throw SCHEME({
    integrator: context.input.scheme.name,
    message: `"${text}" is neither a stage nor a name known to schemes.`,
  });
}

function presentValue(context: Context, variable: string): Expression {
  const value = context.values.get(variable);
  if (value === undefined) throw SCHEME({ integrator: "", message: `No value of ${variable}.` });
  return value;
}

type Call = Extract<Expression, { kind: "call" }>;

function expandCall(context: Context, variable: string, node: Call): Expression | undefined {
  const { input } = context;
  const argument = node.args[0];
  const drift = context.drift.get(variable) ?? number(0);
  if (node.name === "f" && argument !== undefined) {
    const value = at(context, drift, node);
    return gate(input, variable, value);
  }
  if (node.name === "g" && argument !== undefined) {
    const [single] = context.noise.get(variable)?.values() ?? [];
    return single === undefined ? number(0) : gate(input, variable, at(context, single, node));
  }
  if (node.name === "growth") {
    const growth = slopeBy(drift, variable);
    if (growth !== undefined) return gate(input, variable, at(context, growth, node));
    const reason = `d${variable}/dt has no derivative with respect to ${variable}`;
    throw INTEGRATOR_MISFIT({ model: input.model, integrator: input.scheme.name, reason });
  }
  if (node.name === "slope" || node.name === "offset") {
    const linear = conditionallyLinear(drift, variable);
    if (linear === undefined) {
      throw INTEGRATOR_MISFIT({
        model: input.model,
        integrator: input.scheme.name,
        reason: `d${variable}/dt is not linear in ${variable}`,
      });
    }
    return gate(input, variable, at(context, linear[node.name], node));
  }
  return undefined;
}

function gate(input: SchemeInput, variable: string, value: Expression): Expression {
  if (input.free === undefined || !input.held.has(variable)) return value;
  return select(input.free, value, number(0));
}

/** Evaluate a right-hand side with all variables at the point given to `f(point, time)`. */
function at(context: Context, side: Expression, call: Call): Expression {
  const [point, time] = call.args;
  const replacement = new Map<string, Expression>(
    point === undefined ? [] : pointOf(context, point),
  );
  replacement.set("t", time === undefined ? context.t0 : expand(context, "", time));
  for (const [text, value] of context.input.solved?.(sinceStart(context, time)) ?? []) {
    replacement.set(text, value);
  }
  return substitute(side, replacement);
}

/** Return the time, in ms from the start of the sub-step, that a scheme refers to. */
function sinceStart({ dt }: Context, time: Expression | undefined): number {
  if (time === undefined) return 0;
  const names: Readonly<Record<string, number>> = { t: 0, dt };
  return evaluate(time, { scope: (text) => names[text] });
}

function pointOf(context: Context, point: Expression): ReadonlyMap<string, Expression> {
  if (point.kind === "name" && point.name === "x") return context.values;
  const key = JSON.stringify(point, (field, value) => (field === "at" ? undefined : value));
  const known = context.points.get(key);
  if (known !== undefined) return known;
  const made = new Map<string, Expression>();
  for (const variable of context.input.dynamics.keys()) {
    made.set(variable, context.input.let(`at_${variable}`, expand(context, variable, point)));
  }
  context.points.set(key, made);
  return made;
}

function noiseNames(side: Expression): readonly string[] {
  return [...freeNames(side)].filter(isNoise).sort();
}

interface Split {
  readonly drift: Expression;
  /** Coefficient of each noise source. */
  readonly noise: ReadonlyMap<string, Expression>;
}

/** Split a right-hand side into f(x, t) + sum of g(x, t) xi. */
function splitNoise(input: SchemeInput, variable: string, side: Expression): Split {
  const names = noiseNames(side);
  if (names.length === 0) return { drift: side, noise: new Map() };
  const form = affineIn(side, new Set(names));
  if (form !== undefined) return { drift: form.constant, noise: form.coefficients };
  throw INTEGRATOR_MISFIT({
    model: input.model,
    integrator: input.scheme.name,
    reason: `d${variable}/dt is not linear in its noise`,
  });
}

function checkNoise(
  model: string,
  scheme: Scheme,
  variable: string,
  terms: ReadonlyMap<string, Expression>,
): void {
  if (terms.size === 0) return;
  const fail = (reason: string): never => {
    throw INTEGRATOR_MISFIT({ model, integrator: scheme.name, reason });
  };
  if (scheme.noise === "none") fail(`d${variable}/dt has noise`);
  if (terms.size > 1 && scheme.noise === "diagonal") {
    fail(`d${variable}/dt has more than one source of noise`);
  }
}

/** With several noise sources, `g(point, t) * dW` denotes the sum over them. */
function joinNoise(context: Context, variable: string, scheme: Expression): Expression {
  const terms = context.noise.get(variable);
  if (terms === undefined || terms.size === 0) return dropNoise(scheme);
  if (terms.size === 1) return scheme;
  return mapTree(scheme, (node) => {
    if (node.kind !== "multiply") return node;
    const call = [node.left, node.right].find((side) => side.kind === "call" && side.name === "g");
    const other = call === node.left ? node.right : node.left;
    if (call?.kind !== "call" || other.kind !== "name" || other.name !== "dW") return node;
    let sum: Expression | undefined;
    for (const [noise, coefficient] of terms) {
      const value = gate(context.input, variable, at(context, coefficient, call));
      const held = context.input.let(`noise_${variable}`, value);
      const step = context.input.let(`dw_${noise}`, scaled(context, noise));
      const term = binary("multiply", mark(held), mark(step));
      sum = sum === undefined ? term : binary("add", sum, term);
    }
    return sum ?? node;
  });
}

/** Omit the noise terms of a scheme, so that they cost nothing if there is no noise. */
function dropNoise(scheme: Expression): Expression {
  const isZero = (node: Expression): boolean => node.kind === "number" && node.value === 0;
  return mapTree(scheme, (node) => {
    const isNoise =
      (node.kind === "call" && node.name === "g") || (node.kind === "name" && node.name === "dW");
    if (isNoise) return number(0);
    if (node.kind === "multiply" && (isZero(node.left) || isZero(node.right))) return number(0);
    if (node.kind === "add" && isZero(node.right)) return node.left;
    if (node.kind === "add" && isZero(node.left)) return node.right;
    return node;
  });
}

/** Protect a finished name from being read as one of the scheme's. */
function mark(node: Expression): Expression {
  return node.kind === "name" ? name(`#${node.name}`) : node;
}

function increment(context: Context, variable: string): Expression {
  const [noise] = context.noise.get(variable)?.keys() ?? [];
  return noise === undefined ? number(0) : scaled(context, noise);
}

function scaled(context: Context, noise: string): Expression {
  const normal = context.input.normal(noise, context.index);
  return binary("multiply", number(Math.sqrt(context.dt)), normal);
}
