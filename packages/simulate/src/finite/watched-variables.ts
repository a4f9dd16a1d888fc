import type { ResolvedPopulation } from "@spikeloom/network";
import type { ProjectionProgram } from "@spikeloom/program";

/** Variables that are to stay finite; true where they may be infinite. */
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

/**
 * List the variables of synapses that are watched.
 *
 * Each synapse has them: its weight and its state, not its parameters.
 */
export function watchedSynapses(
  projection: Pick<ProjectionProgram, "dynamic" | "synapse" | "plasticity">,
): WatchedVariables {
  // Weights that nothing changes stay what they are.
  if (projection.dynamic === undefined) return new Map();
  const { program, values } = projection.dynamic;
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
