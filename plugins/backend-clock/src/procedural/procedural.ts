import { SLOT_MISSING } from "../errors.ts";
import type { JobPlan } from "../job-plan.ts";
import type { GridProjection } from "../synapses/grid-projection.ts";

/** A projection whose synapses are redrawn at each spike. */
export interface ProceduralProjection {
  readonly projection: GridProjection;
  /** In steps; known without drawing any synapse. */
  readonly delays: readonly [least: number, longest: number];
}

/** List the projections of a job that are not stored in a table, in order. */
export function proceduralProjections({
  projections,
}: Pick<JobPlan, "projections">): readonly ProceduralProjection[] {
  return projections
    .filter(({ procedural, receptor }) => procedural && receptor !== undefined)
    .map((projection) => {
      const { constant, extent } = projection.gridDelay;
      const delays = constant === undefined ? extent : ([constant, constant] as const);
      // The plan rejects unbounded delays.
      if (delays === undefined) throw SLOT_MISSING({ population: projection.from, slot: "delay" });
      return { projection, delays };
    });
}
