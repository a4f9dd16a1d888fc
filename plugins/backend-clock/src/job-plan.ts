import type { ConnectorLookup } from "@spikeloom/kernel";
import {
  arrivalShift,
  atOnce,
  type DynamicSynapses,
  type NetworkProgram,
  type OpenProjection,
  openProjectionsInPieces,
  type Pieces,
  type RowOptions,
  RULE,
  type SynapseProgram,
} from "@spikeloom/program";
import type { ClockSettings } from "./clock-job.ts";
import { NOT_REVISABLE } from "./errors.ts";
import { type GridProjection, onGrid } from "./synapses/grid-projection.ts";

/** Information shared by all shards of a job before anything is drawn, derived from the job. */
export interface JobPlan extends Omit<NetworkProgram, "projections"> {
  readonly program: NetworkProgram;
  /** Holds the connectors that the program names. */
  readonly stack: ConnectorLookup;
  readonly projections: readonly GridProjection[];
  readonly precision: "f64" | "f32";
  /** Steps added to each delay, if arrival precedes integration. */
  readonly shift: number;
  /** Projections whose synapses do more than transmit a weight. */
  readonly ruled: readonly RuledProjection[];
  /** Whether a changed network may continue from this one. */
  readonly revisable: boolean;
  /** Whether spikes of targets were requested to act immediately. */
  readonly eager: boolean;
  /** Number of steps covered by sums in transit of the network from which this one continues; 0 if there is none. */
  readonly reach: number;
}

/** A projection whose synapses do more than transmit a weight. */
export interface RuledProjection extends Omit<DynamicSynapses, "values"> {
  /** Initial values of each synapse, by variable. */
  readonly values: GridProjection["values"];
  readonly projection: GridProjection;
  /** Whether spikes of the target are deferred until they are needed. */
  readonly lazy: boolean;
}

/** Choices made together with a program. */
export interface PlanOptions extends Pick<ClockSettings, "precision">, Omit<RowOptions, "stack"> {
  readonly stack: ConnectorLookup;
  /** When spikes of targets act on their synapses; chosen by the analysis by default. */
  readonly plasticity?: ClockSettings["plasticity"] | undefined;
  /** Whether a changed network may continue from this one. */
  readonly revisable?: boolean | undefined;
  /** Number of steps covered by sums in transit, if there are any. */
  readonly reach?: number | undefined;
}

/** Plan how a program is run. */
export function planOf(program: NetworkProgram, options: PlanOptions): JobPlan {
  return atOnce(planInPieces(program, options));
}

/** Plan it in pieces, one per projection. */
export function* planInPieces(program: NetworkProgram, options: PlanOptions): Pieces<JobPlan> {
  const { stack, precision, plasticity, revisable = false, reach = 0 } = options;
  const opened = yield* openProjectionsInPieces(program, options);
  const projections = opened.map((one, k): GridProjection => {
    return { ...one, gridDelay: onGrid(one.delay, k, program) };
  });
  const ruled = projections.flatMap((projection): readonly RuledProjection[] => {
    const { dynamic } = projection;
    if (dynamic === undefined) return [];
    const lazy = dynamic.program.post !== undefined && isLazy(dynamic, plasticity);
    return [{ ...dynamic, values: projection.values, projection, lazy }];
  });
  if (revisable) checkRevisable(projections, ruled);
  const shift = arrivalShift(program);
  const eager = plasticity === "eager";
  return {
    ...program,
    program,
    stack,
    projections,
    precision,
    shift,
    ruled,
    eager,
    revisable,
    reach,
  };
}

function isLazy(
  { program: { lazy }, place }: { readonly program: SynapseProgram; readonly place: string },
  evaluation: ClockSettings["plasticity"],
): boolean {
  if (evaluation === undefined) return lazy.possible;
  if (evaluation === "lazy" && !lazy.possible) {
    const message = `Spikes of the target cannot be deferred: ${lazy.reason}.`;
    throw RULE({ place, message, next: 'Remove "plasticity".' });
  }
  return evaluation === "lazy";
}

/** Reject synapses that a changed network could not take over. */
function checkRevisable(
  projections: readonly OpenProjection[],
  ruled: readonly RuledProjection[],
): void {
  for (const { name, procedural } of projections) {
    if (!procedural) continue;
    const message = "Rows that are redrawn at each spike have no state for a changed network.";
    throw NOT_REVISABLE({ place: name, message });
  }
  for (const { place, program } of ruled) {
    if (program.structure === undefined) continue;
    const message =
      "Synapses under structural plasticity cannot be taken over by a changed network.";
    throw NOT_REVISABLE({ place, message });
  }
}
