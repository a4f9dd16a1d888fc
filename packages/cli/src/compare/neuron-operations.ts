import { children, type Expression } from "@spikeloom/equations";
import { isLoop, type Statement, type StepProgram, valuesIn } from "@spikeloom/program";

/** Arithmetic of one neuron update, by kind. */
export interface NeuronOperations {
  readonly multiplications: number;
  /** Additions, subtractions and comparisons, which are subtractions. */
  readonly additions: number;
  /** Divisions and remainders. */
  readonly divisions: number;
  /** Exponentials, powers and other functions that are approximated. */
  readonly functions: number;
}

/** Kinds of operations, in the order in which they are reported. */
export const operationKinds = ["multiplications", "additions", "divisions", "functions"] as const;

export const noOperations: NeuronOperations = {
  multiplications: 0,
  additions: 0,
  divisions: 0,
  functions: 0,
};

/** ReLU of the same layers without spikes: a comparison with zero. */
export const reluOperations: NeuronOperations = { ...noOperations, additions: 1 };

/** A readout accumulates the value of an output in a step into its sum, mean or maximum. */
export const readOperations: NeuronOperations = { ...noOperations, additions: 1 };

type Kind = (typeof operationKinds)[number];

/** Signs, selections and logic move or test bits: they are not arithmetic. */
const kinds: Readonly<Record<Exclude<Expression["kind"], "call">, Kind | undefined>> = {
  number: undefined,
  name: undefined,
  negate: undefined,
  not: undefined,
  and: undefined,
  or: undefined,
  select: undefined,
  add: "additions",
  subtract: "additions",
  less: "additions",
  less_equal: "additions",
  greater: "additions",
  greater_equal: "additions",
  equal: "additions",
  not_equal: "additions",
  multiply: "multiplications",
  divide: "divisions",
  floor_divide: "divisions",
  modulo: "divisions",
  power: "functions",
};

/** Functions that need only a comparison or bit operations; every other one is approximated. */
const cheap: Readonly<Record<string, Kind | "none">> = {
  min: "additions",
  max: "additions",
  floor: "additions",
  ceil: "additions",
  round: "additions",
  abs: "none",
  sign: "additions",
};

/**
 * Count the arithmetic of a neuron update, from the statements of its kernels.
 *
 * Both branches of a selection are counted, because code without jumps computes both. A common subexpression is
 * counted once. Sums with 0 and products with 1, which result from parameters, are omitted.
 */
export function neuronOperations({ kernels }: Pick<StepProgram, "kernels">): NeuronOperations {
  return sumOperations(
    kernels.flatMap(({ statements, stores, spikes }) => [
      ...statements.map(ofStatement),
      ...stores.map(([, value]) => ofExpression(value)),
      ...(spikes === undefined ? [] : [ofExpression(spikes)]),
    ]),
  );
}

/** Add up operations. */
export function sumOperations(all: readonly NeuronOperations[]): NeuronOperations {
  const total = { ...noOperations };
  for (const one of all) for (const kind of operationKinds) total[kind] += one[kind];
  return total;
}

/** Multiply operations by a number of neurons or steps. */
export function timesOperations(one: NeuronOperations, count: number): NeuronOperations {
  return {
    multiplications: count * one.multiplications,
    additions: count * one.additions,
    divisions: count * one.divisions,
    functions: count * one.functions,
  };
}

function ofStatement(statement: Statement): NeuronOperations {
  if (!isLoop(statement)) return ofExpression(statement[1]);
  // The condition, the initial values and the results are computed once, the body in each iteration.
  const { where, carried, lets, turns } = statement;
  const once = [where, ...carried.flatMap(({ start, otherwise }) => [start, otherwise])];
  const each = [...valuesIn(lets), ...carried.map(({ next }) => next)];
  return sumOperations([
    ...once.map(ofExpression),
    timesOperations(sumOperations(each.map(ofExpression)), turns),
  ]);
}

function ofExpression(expression: Expression): NeuronOperations {
  const parts = children(expression).map(ofExpression);
  const kind = isIdentity(expression) ? undefined : kindOf(expression);
  if (kind === undefined) return sumOperations(parts);
  return sumOperations([...parts, { ...noOperations, [kind]: 1 }]);
}

const identities: Readonly<Record<string, number | undefined>> = {
  add: 0,
  subtract: 0,
  multiply: 1,
};

function isIdentity(expression: Expression): boolean {
  const identity = identities[expression.kind];
  if (identity === undefined) return false;
  return children(expression).some((one) => one.kind === "number" && one.value === identity);
}

function kindOf(expression: Expression): Kind | undefined {
  if (expression.kind !== "call") return kinds[expression.kind];
  const kind = cheap[expression.name] ?? "functions";
  return kind === "none" ? undefined : kind;
}
