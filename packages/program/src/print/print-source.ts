import type { Expression } from "@spikeloom/equations";
import type { PopulationProgram } from "../network-program.ts";
import type { DrawnSource } from "../sources/source-program.ts";
import { type Equation, equation, type Part, type Reading } from "./equation.ts";
import { readableName } from "./readable-names.ts";

/** Describe the point process of a population; returns nothing for neurons with a step. */
export function sourcePart(
  { source }: Pick<PopulationProgram, "source">,
  digits: number | undefined,
): Part | undefined {
  if (source === undefined) return undefined;
  if (source.kind === "times") {
    return { when: "sources", notes: ["spikes at given times"], equations: [] };
  }
  const reading: Reading = { nameOf: readableName, digits };
  const equations = fieldsOf(source).map(
    ([field, value]): Equation => equation(field, field === "interval" ? "~" : "=", value, reading),
  );
  const note = `a ${source.kind} process of each neuron, draws keyed by "${source.key}"`;
  return { when: "sources", notes: [note], equations };
}

function fieldsOf(source: DrawnSource): readonly (readonly [string, Expression])[] {
  const { start, stop } = source;
  const window = [["start", start] as const, ["stop", stop] as const];
  if (source.kind === "poisson") {
    return [["rate", source.rate], ["bound", source.bound], ...window];
  }
  const changes = source.changes.map((at) => ["changes", at] as const);
  return [["interval", source.interval], ...changes, ...window];
}
