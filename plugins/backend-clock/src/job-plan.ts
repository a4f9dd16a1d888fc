import { bulkRandom } from "@spikeloom/code";
import { hostFunctions } from "@spikeloom/equations/functions";
import {
  type ConventionRecord,
  errorList,
  type NetworkRecord,
  type ProjectionRecord,
  type SimulationJob,
  type Stack,
  throwAll,
} from "@spikeloom/kernel";
import {
  networkStep,
  type PlannedProjection,
  planProjection,
  projectionNames,
  type ResolvedPopulation,
  resolveConvention,
} from "@spikeloom/network";
import type { BulkRandom } from "@spikeloom/random";
import { NOT_REVISABLE, RULE } from "./errors.ts";
import { atOnce, forEach, type Pieces } from "./pieces.ts";
import { type Feeds, resolvePopulations } from "./populations.ts";
import { planRules, type RuledProjection } from "./rules/rule-plan.ts";
import { findFeeds, type StimulusTarget } from "./stimuli/feeds.ts";

/** What every shard of a job knows before anything is drawn; all of it follows from the job. */
export interface JobPlan {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly seed: number;
  /** Keys all that is drawn while the network runs, beside the seed. */
  readonly trial: number;
  readonly precision: "f64" | "f32";
  readonly dt: number;
  readonly convention: ConventionRecord;
  /** Steps added to each delay, where arrival comes before integration. */
  readonly shift: number;
  readonly resolved: ReadonlyMap<string, ResolvedPopulation>;
  /** Number of the first neuron of each population in the whole network. */
  readonly first: ReadonlyMap<string, number>;
  readonly projections: readonly PlannedProjection[];
  /** Those whose synapses do more than carry a weight. */
  readonly ruled: readonly RuledProjection[];
  readonly feeds: ReadonlyMap<string, Feeds>;
  /** Whether code may set every input and let sources send spikes. */
  readonly open: boolean;
  /** Whether a changed network may go on from this one. */
  readonly revisable: boolean;
  /** Steps that sums under way reach, of the network that this one goes on from; 0 where there is none. */
  readonly reach: number;
  readonly stimuli: readonly StimulusTarget[];
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

/** Neurons of each population that an outline has. */
export const fewNeurons = 16;

/** How a job is prepared. */
export interface PrepareOptions {
  readonly target: "wasm" | "js";
  readonly evaluation?: "lazy" | "eager" | undefined;
}

let bulk: BulkRandom | undefined;

/** Resolve populations and plan projections, at once. */
export function planJob(job: PlannedJob): JobPlan {
  return atOnce(planPieces(job));
}

/** Resolve populations and plan projections, one a piece. */
export function* planPieces(job: PlannedJob): Pieces<JobPlan> {
  const { network, stack, seed, precision, evaluation, open = false } = job;
  const { revisable = false, reach = 0, outline = false } = job;
  const convention = resolveConvention(network.convention ?? "nest");
  const first = outline ? fewNeurons : undefined;
  const resolved = yield* resolvePopulations(network, { stack, seed, first });
  // One serves all jobs of a thread: a browser has room for few memories, and gives them back late.
  if (!outline) bulk ??= bulkRandom();
  const names = projectionNames(network);
  const options = { stack, seed, functions: hostFunctions, bulk, names, outline };
  const projections = yield* forEach(names.keys(), (index) =>
    planProjection(network, index, options),
  );
  const dt = networkStep(network);
  const rules = yield* forEach(projections.entries(), ([index, projection]) => {
    const record = network.projections?.[index] as ProjectionRecord;
    const place = `projections[${index}]`;
    return planRules(projection, { record, place, dt, convention, evaluation });
  });
  const ruled = rules.filter((one) => one !== undefined);
  checkRecorded(network, ruled);
  if (revisable) checkRevisable(projections, ruled);
  const { feeds, stimuli } = findFeeds(network, resolved, { projections, ruled, open });
  return {
    network,
    stack,
    seed,
    trial: network.trial ?? 0,
    precision,
    dt,
    convention,
    shift: arrivesFirst(convention) ? 1 : 0,
    resolved,
    first: firstNumbers(resolved),
    projections,
    ruled,
    feeds,
    open,
    revisable,
    reach,
    stimuli,
  };
}

/** Number the neurons of all populations. */
function firstNumbers(
  resolved: ReadonlyMap<string, ResolvedPopulation>,
): ReadonlyMap<string, number> {
  let next = 0;
  const first = new Map<string, number>();
  for (const [name, { size }] of resolved) {
    first.set(name, next);
    next += size;
  }
  return first;
}

/** Refuse to record synapses that are not kept one by one. */
function checkRecorded(network: NetworkRecord, ruled: readonly RuledProjection[]): void {
  const kept = new Set(ruled.map(({ projection }) => projection.name));
  const errors = errorList("the network");
  (network.recordSynapses ?? []).forEach(({ projection: name }, k) => {
    if (kept.has(name)) return;
    errors.push(() =>
      RULE({
        place: `recordSynapses[${k}].projection`,
        message: `The synapses of "${name}" never change and are not kept one by one.`,
        next: 'Set "synapse": "static" on the projection, or give it a plasticity rule.',
      }),
    );
  });
  throwAll(errors.all());
}

/** Refuse synapses that a changed network could not take over. */
function checkRevisable(
  projections: readonly PlannedProjection[],
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

/** Whether what arrives acts before integration, so that a delay ends at the start of a step. */
function arrivesFirst({ order }: ConventionRecord): boolean {
  return order.indexOf("arrive") < order.indexOf("integrate");
}

/** Whether spikes of a step are known before what arrives in it acts. */
export function canArriveAtOnce({ order }: ConventionRecord): boolean {
  return order.indexOf("threshold") < order.indexOf("arrive");
}
