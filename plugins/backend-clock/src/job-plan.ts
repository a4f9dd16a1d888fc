import { bulkRandom } from "@spikeloom/code";
import type { SimulationJob, Stack } from "@spikeloom/kernel";
import {
  atOnce,
  comesBefore,
  lowerNetwork,
  type NetworkProgram,
  type Pieces,
  type ProjectionProgram,
  RULE,
  type SynapseProgram,
  type SynapseRules,
} from "@spikeloom/program";
import type { BulkRandom } from "@spikeloom/random";
import { NOT_REVISABLE } from "./errors.ts";
import { type GridProjection, onGrid } from "./synapses/grid-projection.ts";

/** What every shard of a job knows before anything is drawn; all of it follows from the job. */
export interface JobPlan extends NetworkProgram {
  readonly projections: readonly GridProjection[];
  readonly stack: Stack;
  readonly precision: "f64" | "f32";
  /** Steps added to each delay, where arrival comes before integration. */
  readonly shift: number;
  /** Projections whose synapses do more than carry a weight. */
  readonly ruled: readonly RuledProjection[];
  /** Whether a changed network may go on from this one. */
  readonly revisable: boolean;
  /** Steps that sums under way reach, of the network that this one goes on from; 0 where there is none. */
  readonly reach: number;
}

/** A projection whose synapses do more than carry a weight. */
export interface RuledProjection extends SynapseRules {
  readonly projection: GridProjection;
  /** Whether spikes of the target wait until they are needed. */
  readonly lazy: boolean;
}

/** The part of a job that a plan is made from: all of it is data. */
export interface PlannedJob
  extends Pick<SimulationJob, "network" | "stack" | "seed" | "precision" | "open" | "revisable"> {
  /** Steps that sums under way reach, where there are any. */
  readonly reach?: number | undefined;
  /** When spikes of targets act on their synapses; the analysis chooses where it is not given. */
  readonly evaluation?: "lazy" | "eager" | undefined;
  /** Plan a few neurons of each population and no rows alone: all that decides whether the job can run. */
  readonly outline?: boolean;
}

/** How a job is prepared. */
export interface PrepareOptions {
  readonly target: "wasm" | "js";
  readonly evaluation?: "lazy" | "eager" | undefined;
}

let bulk: BulkRandom | undefined;

/** Lower the network of a job and decide how it is run, at once. */
export function planJob(job: PlannedJob): JobPlan {
  return atOnce(planPieces(job));
}

/** Lower the network of a job and decide how it is run, in pieces. */
export function* planPieces(job: PlannedJob): Pieces<JobPlan> {
  const { network, stack, seed, open, outline = false } = job;
  // One serves all jobs of a thread: a browser has room for few memories, and gives them back late.
  if (!outline) bulk ??= bulkRandom();
  return planOf(yield* lowerNetwork({ network, stack, seed, open, bulk, outline }), job);
}

/** Decide how a program is run. */
export function planOf(
  program: NetworkProgram,
  job: Omit<PlannedJob, "network" | "seed">,
): JobPlan {
  const { stack, precision, evaluation, revisable = false, reach = 0 } = job;
  const projections = program.projections.map((one, k): GridProjection => {
    return { ...one, gridDelay: onGrid(one.delay, k, program) };
  });
  const ruled = projections.flatMap((projection): readonly RuledProjection[] => {
    const { rules } = projection;
    if (rules === undefined) return [];
    const lazy = rules.program.post !== undefined && isLazy(rules, evaluation);
    return [{ ...rules, projection, lazy }];
  });
  if (revisable) checkRevisable(projections, ruled);
  const shift = comesBefore(program, "arrive", "integrate") ? 1 : 0;
  return { ...program, projections, stack, precision, shift, ruled, revisable, reach };
}

function isLazy(
  { program: { lazy }, place }: { readonly program: SynapseProgram; readonly place: string },
  evaluation: "lazy" | "eager" | undefined,
): boolean {
  if (evaluation === undefined) return lazy.possible;
  if (evaluation === "lazy" && !lazy.possible) {
    const message = `Spikes of the target cannot wait: ${lazy.reason}.`;
    throw RULE({ place, message, next: 'Leave out "evaluation".' });
  }
  return evaluation === "lazy";
}

/** Refuse synapses that a changed network could not take over. */
function checkRevisable(
  projections: readonly ProjectionProgram[],
  ruled: readonly RuledProjection[],
): void {
  for (const { name, procedural } of projections) {
    if (!procedural) continue;
    const message = "Rows that are drawn at each spike leave nothing to a changed network.";
    throw NOT_REVISABLE({ place: name, message });
  }
  for (const { place, program } of ruled) {
    if (program.structure === undefined) continue;
    const message = "Synapses that come and go cannot be taken over by a changed network.";
    throw NOT_REVISABLE({ place, message });
  }
}
