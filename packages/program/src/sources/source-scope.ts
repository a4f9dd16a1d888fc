import { type Expression, evaluate, type FunctionTable } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { ResolvedPopulation } from "@spikeloom/network";
import { stream as openStream, type Stream, streamKey } from "@spikeloom/random";
import { gammaAbove } from "./gamma-above.ts";

/** Parameters of a neuron. */
export interface NeuronScope {
  /** The value at time `t`, and `age` after the last spike. */
  value(expression: Expression, t?: number, age?: number): number;
}

/** Sources of the values of neurons. */
export interface Scopes {
  /** Moves from neuron to neuron: each with one of its own would take some 2 KiB. */
  readonly stream: Stream;
  /** Parameters of a neuron; a scope is of use until the next is asked for. */
  of(neuron: number): NeuronScope;
}

/** Context for evaluating values. */
export interface ScopeRequest {
  readonly name: string;
  readonly population: ResolvedPopulation;
  readonly seed: number;
  readonly trial: number;
}

/** Create an evaluator for a source's expressions, one neuron at a time. */
export function scopes({ population, seed, trial, name }: ScopeRequest): Scopes {
  const own = openStream(streamKey(seed, `source/${name}`, trial), 0);
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
    const value = population.parameters.get(text)?.value;
    if (value === undefined && text === "age") return since;
    return typeof value === "number" ? value : value?.[neuron];
  };
  const found: NeuronScope = {
    value(expression, t = 0, age = 0) {
      now = t;
      since = age;
      return evaluate(expression, { scope, functions });
    },
  };
  return {
    stream: own,
    of(next) {
      neuron = next;
      return found;
    },
  };
}
