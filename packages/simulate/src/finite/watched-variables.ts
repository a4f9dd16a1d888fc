import type { PopulationProgram, ProjectionProgram } from "@spikeloom/program";

/** Variables that must stay finite; true for those that may be infinite. */
export type WatchedVariables = ReadonlyMap<string, boolean>;

/**
 * List the variables of neurons that are watched.
 *
 * An infinite initial value means that an event, such as the last spike, has not occurred yet; it may stay infinite.
 */
export function watchedStates({
  form,
  initial,
}: Pick<PopulationProgram, "form" | "initial">): WatchedVariables {
  return new Map(
    [...form.states.keys()].map((variable) => {
      const start = initial.get(variable)?.value ?? 0;
      const starts = typeof start === "number" ? [start] : start;
      return [variable, starts.some((one) => Math.abs(one) === Number.POSITIVE_INFINITY)];
    }),
  );
}

/**
 * List the variables of synapses that are watched.
 *
 * Covers weight and state of each synapse, not its parameters.
 */
export function watchedSynapses(projection: Pick<ProjectionProgram, "dynamic">): WatchedVariables {
  // Static weights never change.
  if (projection.dynamic === undefined) return new Map();
  const { program, values, models } = projection.dynamic;
  const bySource = new Set(program.source);
  const states = [...program.origins].flatMap(([variable, { kind, own }]) => {
    const isState = models.some((one) => one.kind === kind && one.states.includes(own));
    return isState && !bySource.has(variable) ? [variable] : [];
  });
  const entries = states.map((variable) => {
    const source = values.get(variable)?.source;
    const start = source?.kind === "number" ? source.value : 0;
    return [variable, Math.abs(start) === Number.POSITIVE_INFINITY] as const;
  });
  return new Map([["weight", false], ...entries]);
}
