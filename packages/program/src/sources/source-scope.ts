import { type Expression, evaluate, type FunctionTable } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { stream as openStream, type Stream, streamKey } from "@spikeloom/random";
import { gammaAbove } from "./gamma-above.ts";
import type { DrawnSource } from "./source-program.ts";

/** Values of a neuron. */
export interface NeuronScope {
  /** The value at time `t`, and `age` after the last spike. */
  value(expression: Expression, t?: number, age?: number): number;
}

/** Sources of the values of neurons. */
export interface Scopes {
  /** Reused for all neurons: separate streams would take some 2 KiB each. */
  readonly stream: Stream;
  /** Return the values of a neuron; a scope is valid until the next one is requested. */
  of(neuron: number): NeuronScope;
  /** Return the function that reads the value of an expression of each neuron, as its scope does. */
  reader(expression: Expression): (neuron: number, t?: number) => number;
}

/** Random numbers of a run. */
export interface SourceRun {
  readonly seed: number;
  readonly trial: number;
}

/** Create an evaluator for a source's expressions, one neuron at a time. */
export function scopes({ values, key }: DrawnSource, { seed, trial }: SourceRun): Scopes {
  const own = openStream(streamKey(seed, key, trial), 0);
  const functions: FunctionTable = {
    ...hostFunctions,
    rand: () => own.uniform(),
    randn: () => own.normal(),
    poisson: (mean = 0) => own.poisson(mean),
    exponential: (mean = 1) => mean * own.exponential(),
    gamma: (shape = 1, scale = 1) => scale * own.gamma(shape),
    gamma_above: (shape = 1, least = 0) => gammaAbove(own, shape, least),
  };
  let neuron = 0;
  let now = 0;
  let since = 0;
  const scope = (text: string): number | undefined => {
    if (text === "t") return now;
    const value = values.get(text);
    return value === undefined && text === "age" ? since : value?.[neuron];
  };
  const evaluation = { scope, functions };
  const found: NeuronScope = {
    value(expression, t = 0, age = 0) {
      now = t;
      since = age;
      return evaluate(expression, evaluation);
    },
  };
  const of = (next: number): NeuronScope => {
    neuron = next;
    return found;
  };
  return {
    stream: own,
    of,
    reader(expression) {
      if (expression.kind === "number") return () => expression.value;
      const column = expression.kind === "name" ? values.get(expression.name) : undefined;
      if (column !== undefined) return (n) => column[n] as number;
      return (n, t) => of(n).value(expression, t);
    },
  };
}
