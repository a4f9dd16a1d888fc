import type { SynapseTier } from "@spikeloom/kernel";
import {
  comesBefore,
  type DynamicSynapses,
  type NetworkProgram,
  type ProjectionProgram,
  RULE,
  type SynapseProgram,
} from "@spikeloom/program";
import type { ClockSettings } from "./clock-job.ts";
import { NOT_REVISABLE } from "./errors.ts";
import { type GridProjection, onGrid } from "./synapses/grid-projection.ts";

/** What every shard of a job knows before anything is drawn; all of it follows from the job. */
export interface JobPlan extends NetworkProgram {
  readonly projections: readonly GridProjection[];
  readonly precision: "f64" | "f32";
  /** How indices and weights of synapses are kept. */
  readonly tier: SynapseTier;
  /** Steps added to each delay, where arrival comes before integration. */
  readonly shift: number;
  /** Projections whose synapses do more than carry a weight. */
  readonly ruled: readonly RuledProjection[];
  /** Whether a changed network may go on from this one. */
  readonly revisable: boolean;
  /** Whether spikes of targets were told to act at once. */
  readonly eager: boolean;
  /** Steps that sums under way reach, of the network that this one goes on from; 0 where there is none. */
  readonly reach: number;
}

/** A projection whose synapses do more than carry a weight. */
export interface RuledProjection extends DynamicSynapses {
  readonly projection: GridProjection;
  /** Whether spikes of the target wait until they are needed. */
  readonly lazy: boolean;
}

/** What is decided with a program. */
export interface PlanOptions extends Pick<ClockSettings, "precision"> {
  /** When spikes of targets act on their synapses; the analysis chooses where it is not given. */
  readonly plasticity?: ClockSettings["plasticity"] | undefined;
  /** Whether a changed network may go on from this one. */
  readonly revisable?: boolean | undefined;
  /** Steps that sums under way reach, where there are any. */
  readonly reach?: number | undefined;
}

/** Decide how a program is run. */
export function planOf(
  program: NetworkProgram,
  { precision, plasticity, revisable = false, reach = 0 }: PlanOptions,
): JobPlan {
  const projections = program.projections.map((one, k): GridProjection => {
    return { ...one, gridDelay: onGrid(one.delay, k, program) };
  });
  const ruled = projections.flatMap((projection): readonly RuledProjection[] => {
    const { dynamic } = projection;
    if (dynamic === undefined) return [];
    const lazy = dynamic.program.post !== undefined && isLazy(dynamic, plasticity);
    return [{ ...dynamic, projection, lazy }];
  });
  if (revisable) checkRevisable(projections, ruled);
  const shift = comesBefore(program, "arrive", "integrate") ? 1 : 0;
  const eager = plasticity === "eager";
  const { tier = "exact" } = program.network;
  return { ...program, projections, precision, tier, shift, ruled, eager, revisable, reach };
}

function isLazy(
  { program: { lazy }, place }: { readonly program: SynapseProgram; readonly place: string },
  evaluation: ClockSettings["plasticity"],
): boolean {
  if (evaluation === undefined) return lazy.possible;
  if (evaluation === "lazy" && !lazy.possible) {
    const message = `Spikes of the target cannot wait: ${lazy.reason}.`;
    throw RULE({ place, message, next: 'Leave out "plasticity".' });
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
