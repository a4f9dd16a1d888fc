import {
  calledFunctions,
  type Expression,
  evaluate,
  freeNames,
  type ParsedSource,
  parseNeuronModel,
  substitute,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { ResolvedPopulation } from "@spikeloom/network";
import { binding } from "../neurons/bind-form.ts";
import { neuronForm } from "../neurons/lower-form.ts";
import { mapTree, number } from "../tree.ts";
import type { DrawnSource, SourceProgram } from "./source-program.ts";

/** A population being lowered. */
export type SourceTask = Pick<ResolvedPopulation, "model" | "parameters" | "times"> & {
  readonly name: string;
};

/**
 * Lower the source of a population.
 *
 * Returns undefined for neurons that compute their spikes.
 */
export function lowerSource(task: SourceTask): SourceProgram | undefined {
  const { model, parameters, times = [] } = task;
  if (model.source === undefined) return undefined;
  if (model.source.process === "times") return { kind: "times", times };
  const { source } = parseNeuronModel(model);
  if (source === undefined || source.process === "times") return undefined;
  const scalars = new Map<string, Expression>();
  const arrays = new Map<string, Float64Array>();
  for (const [name, { value }] of parameters) {
    if (typeof value === "number") scalars.set(name, number(value));
    else arrays.set(name, value);
  }
  const bind = binding(neuronForm(model), new Map());
  const lower = (checked: Expression): Expression =>
    mapTree(substitute(bind(checked), scalars), folded);
  const all = lowerProcess(source, lower, { values: arrays, key: `source/${task.name}` });
  const read = new Set(expressionsOf(all).flatMap((one) => [...freeNames(one)]));
  return { ...all, values: new Map([...arrays].filter(([name]) => read.has(name))) };
}

function lowerProcess(
  source: Exclude<ParsedSource, { readonly process: "times" }>,
  lower: (checked: Expression) => Expression,
  { values, key }: Pick<DrawnSource, "values" | "key">,
): DrawnSource {
  const start = lower(source.start ?? number(0));
  const stop = lower(source.stop ?? number(Number.POSITIVE_INFINITY));
  if (source.process === "poisson") {
    const [rate, bound] = [lower(source.rate), lower(source.bound)];
    return { kind: "poisson", values, start, stop, key, rate, bound };
  }
  const [interval, changes] = [lower(source.interval), source.changes.map(lower)];
  return { kind: "renewal", values, start, stop, key, interval, changes };
}

function expressionsOf(source: DrawnSource): readonly Expression[] {
  const { start, stop } = source;
  return source.kind === "poisson"
    ? [start, stop, source.rate, source.bound]
    : [start, stop, source.interval, ...source.changes];
}

/** Replace an expression that reads and draws nothing by its value. */
function folded(expression: Expression): Expression {
  if (freeNames(expression).size > 0) return expression;
  for (const name of calledFunctions(expression)) {
    if (!Object.hasOwn(hostFunctions, name)) return expression;
  }
  return number(evaluate(expression, { scope: () => undefined, functions: hostFunctions }));
}
