import type { SessionPopulation } from "../session-population.ts";

/** Name the input of neurons for injected currents; undefined if they have none. */
export function inputOf({
  cell,
  parameters,
  size,
}: Pick<SessionPopulation, "cell" | "parameters" | "size">): string | undefined {
  const names = Object.keys(cell.model(parameters, size).inputs ?? {});
  return names.includes("i_inj") ? "i_inj" : names[0];
}
