import { SLOT_MISSING } from "../errors.ts";
import type { JobPlan } from "../job-plan.ts";
import type { GridProjection } from "../synapses/grid-projection.ts";

/** A projection whose synapses are drawn anew at each spike. */
export interface ProceduralProjection {
  readonly projection: GridProjection;
  /** In steps; no synapse needs to be drawn to know them. */
  readonly delays: readonly [least: number, longest: number];
}

/** List the projections of a job that are kept in no table, in their order. */
export function proceduralProjections({
  projections,
}: Pick<JobPlan, "projections">): readonly ProceduralProjection[] {
  return projections
    .filter(({ procedural, receptor }) => procedural && receptor !== undefined)
    .map((projection) => {
      const { constant, extent } = projection.gridDelay;
      const delays = constant === undefined ? extent : ([constant, constant] as const);
      // The plan refuses delays that have no end.
      if (delays === undefined) throw SLOT_MISSING({ population: projection.from, slot: "delay" });
      return { projection, delays };
    });
}
