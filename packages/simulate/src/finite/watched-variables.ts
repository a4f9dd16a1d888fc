import type { ResolvedPopulation } from "@spikeloom/network";
import type { ProjectionProgram } from "@spikeloom/program";

/** Variables that must stay finite; true for those that may be infinite. */
export type WatchedVariables = ReadonlyMap<string, boolean>;

/**
 * List the variables of neurons that are watched.
 *
 * An infinite initial value means that an event, such as the last spike, has not occurred yet; it may stay infinite.
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
 * Covers weight and state of each synapse, not its parameters.
 */
export function watchedSynapses(
  projection: Pick<ProjectionProgram, "dynamic" | "synapse" | "plasticity">,
): WatchedVariables {
  // Static weights never change.
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
