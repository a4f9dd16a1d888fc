import type { Expression } from "@spikeloom/equations";
import type { PopulationProgram } from "../network-program.ts";
import { modelReader } from "../neurons/model-reader.ts";
import { number } from "../tree.ts";
import { type Equation, equation, type Part, type Reading } from "./equation.ts";
import { readableName } from "./readable-names.ts";

/** Describe the point process of a population; returns nothing for neurons with a step. */
export function sourcePart(
  { model, parameters }: PopulationProgram,
  digits: number | undefined,
): Part | undefined {
  if (model.source === undefined) return undefined;
  const known = [...parameters].flatMap(([text, { value }]) =>
    typeof value === "number" ? [[text, number(value)] as const] : [],
  );
  const reader = modelReader(model, new Map(known));
  const { source } = reader.model;
  if (source === undefined || source.process === "times") {
    return { when: "sources", notes: ["spikes at given times"], equations: [] };
  }
  const reading: Reading = { nameOf: readableName, digits };
  const { process, ...fields } = source;
  const equations = Object.entries(fields).flatMap(
    ([field, given]: [string, Expression | readonly Expression[] | undefined]) =>
      given === undefined
        ? []
        : [given].flat().map((value: Expression): Equation => {
            const sign = field === "interval" ? "~" : "=";
            return equation(field, sign, reader.expression(value), reading);
          }),
  );
  return { when: "sources", notes: [`a ${process} process of each neuron`], equations };
}
