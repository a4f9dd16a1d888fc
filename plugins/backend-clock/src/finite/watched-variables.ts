import type { ResolvedPopulation } from "@spikeloom/network";
import type { RuledProjection } from "../job-plan.ts";

/** Variables whose values are to stay finite, and whether they may be infinite all the same. */
export type WatchedVariables = ReadonlyMap<string, boolean>;

/**
 * List the variables of neurons that are watched.
 *
 * One that begins infinite says with it that something has not happened yet, such as a last spike; it may stay so.
 */
export function watchedStates({ model, initial }: ResolvedPopulation): WatchedVariables {
  return new Map(
    Object.keys(model.state ?? {}).map((variable) => {
      const start = initial.get(variable)?.value ?? 0;
      const starts = typeof start === "number" ? [start] : start;
      return [variable, starts.some((one) => Math.abs(one) === Number.POSITIVE_INFINITY)];
    }),
  );
}

/** List the variables that each synapse has and that are watched: its weight and its state, not its parameters. */
export function watchedSynapses({
  projection,
  program,
  values,
}: RuledProjection): WatchedVariables {
  const bySource = new Set(program.source);
  const states = [...program.origins].flatMap(([variable, { kind, own }]) => {
    const isState = Object.hasOwn(projection[kind]?.model.state ?? {}, own);
    return isState && !bySource.has(variable) ? [variable] : [];
  });
  const entries = states.map((variable) => {
    const start = values.get(variable)?.constant ?? 0;
    return [variable, Math.abs(start) === Number.POSITIVE_INFINITY] as const;
  });
  return new Map([["weight", false], ...entries]);
}
