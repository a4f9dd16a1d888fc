import type { FunctionTable } from "@spikeloom/equations";
import { dimensionless } from "@spikeloom/units";
import { prepareFormula } from "../values/formula.ts";
import { type ProjectionEnds, pairFrame } from "../values/pair-frame.ts";

/** Compile a dimensionless formula of a pair of neurons, such as a probability. */
export function pairFormula(
  text: string,
  ends: ProjectionEnds,
  { functions, place }: { readonly functions: FunctionTable; readonly place: string },
): (i: number, j: number) => number {
  const pair = pairFrame(ends);
  const scope = { names: pair.names, functions };
  const formula = prepareFormula(text, scope, { dimension: dimensionless, place });
  const load = pair.loader(formula.reads);
  return (i, j) => {
    load(i, j);
    return formula.compute(pair.frame);
  };
}
