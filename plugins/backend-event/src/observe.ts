import { type Expression, evaluate } from "@spikeloom/equations";
import { hostFunctions as functions } from "@spikeloom/equations/functions";
import type { Population } from "./population.ts";

/** Compute a recorded variable or expression of a population at a time, as it is before events of that time. */
export function observe(population: Population, name: string, time: number): Float64Array {
  const { program, form } = population;
  const { expressions, states } = program.form;
  if (states.has(name)) return population.valuesAt(name, time);
  const value = expressions.get(name)?.value ?? program.form.outputs.get(name)?.value;
  const columns = new Map<string, Float64Array>();
  for (const variable of [...states.keys(), ...form.inputs.keys()]) {
    columns.set(variable, population.valuesAt(variable, time));
  }
  const scopeOf = (n: number) => {
    const known = new Map<string, number>();
    const scope = (one: string): number | undefined => {
      const column = columns.get(one);
      if (column !== undefined) return column[n];
      if (one === "t") return time;
      const parameter = program.parameters.get(one)?.value;
      if (parameter !== undefined) return typeof parameter === "number" ? parameter : parameter[n];
      if (program.form.inputs.has(one)) return 0;
      const expression = expressions.get(one);
      if (expression === undefined) return undefined;
      const computed = known.get(one) ?? evaluate(expression.value, { scope, functions });
      known.set(one, computed);
      return computed;
    };
    return scope;
  };
  const of: Expression = value ?? { kind: "name", name };
  return Float64Array.from({ length: program.size }, (_, n) =>
    evaluate(of, { scope: scopeOf(n), functions }),
  );
}
