import {
  type NetworkRecord,
  type OptionNames,
  type OptionValues,
  type RecordingSink,
  type SimulationJob,
  type SynapseTier,
  throwAll,
} from "@spikeloom/kernel";
import { type CompleteNetwork, networkStep, readTime, resolveConvention } from "@spikeloom/network";
import { atOnce, type Pieces } from "@spikeloom/program";
import { availableMemory } from "./available-memory.ts";
import { type AskedBackend, askedBackendNames, precisionOf } from "./backend-options.ts";
import { type CheckRunOptions, checkedRunInPieces } from "./check-run.ts";
import { RUN_LENGTH_MISSING, RUN_SEED } from "./errors.ts";
import { planRecorders, type RecorderPlan } from "./recordings.ts";
import { runSteps } from "./run-length.ts";
import { planSynapseRecorders, type SynapseRecorderPlan } from "./synapses/synapse-recorders.ts";

/** Options, besides the network, that determine a run's results and where it runs. */
export interface NetworkOptions extends AskedBackend {
  /** Overrides the network's seed. */
  readonly seed?: number | undefined;
  /** Overrides the network's trial: the same network with other random numbers. */
  readonly trial?: number | undefined;
  /** Overrides the network's tier. */
  readonly tier?: SynapseTier | undefined;
  /** Duration of a step, such as `"0.1 ms"`; overrides the network's. */
  readonly dt?: string | undefined;
  /** Convention for the order within a step, by name or as a record; overrides the network's. */
  readonly convention?: NetworkRecord["convention"] | undefined;
  /**
   * Memory limit of a run in bytes, including the process.
   *
   * A network whose estimate exceeds it is refused; a run that exceeds it by a fifth ends with `SL_RUN_MEMORY`. By default the
   * network must fit into the machine's available memory.
   */
  readonly memory?: number | undefined;
  /** Directory for relative paths of files named in the network. */
  readonly directory?: string | undefined;
}

/** Names of these options, for records that contain other options as well. */
export const networkOptionNames: OptionNames<NetworkOptions> = {
  ...askedBackendNames,
  seed: true,
  trial: true,
  tier: true,
  dt: true,
  convention: true,
  memory: true,
  directory: true,
};

/** A network that has been checked and completed. */
export interface NetworkPlan {
  readonly network: CompleteNetwork;
  readonly dt: number;
  readonly seed: number;
  /** Checked options of the backend. */
  readonly options: OptionValues;
  readonly precision: "f64" | "f32";
  readonly tier: SynapseTier;
  readonly convention: string;
  readonly recorders: readonly RecorderPlan[];
  readonly synapseRecorders: readonly SynapseRecorderPlan[];
}

/** The same with a duration. */
export interface RunPlan extends NetworkPlan {
  /** Requested duration in ms. */
  readonly asked: number;
  readonly steps: number;
}

/** Check a network in full, reporting all errors at once, and complete it. */
export function planNetwork(
  given: NetworkRecord,
  options: NetworkOptions & Pick<CheckRunOptions, "holdsRecords" | "revisable">,
): NetworkPlan {
  return atOnce(planNetworkInPieces(given, options));
}

/** Check and complete a network piece by piece, yielding in between. */
export function* planNetworkInPieces(
  given: NetworkRecord,
  options: NetworkOptions & Pick<CheckRunOptions, "holdsRecords" | "revisable">,
): Pieces<NetworkPlan> {
  const { stack } = options;
  const seed = readSeed(given, options.seed);
  const tier = options.tier ?? given.tier ?? "exact";
  const { dt: step = given.dt, convention = given.convention } = options;
  const { trial: stated = 0, ...rest } = given;
  const trial = wholeNumber(options.trial ?? stated, "trial");
  const whole: NetworkRecord = {
    ...rest,
    seed,
    tier,
    // A network without a trial has the first one.
    ...(trial > 0 && { trial }),
    ...(step !== undefined && { dt: step }),
    ...(convention !== undefined && { convention }),
  };
  const memory = options.memory ?? availableMemory();
  const { errors, sound } = yield* checkedRunInPieces(whole, { ...options, memory });
  throwAll(errors);
  if (sound === undefined) throw new Error("A network without errors is sound.");
  const dt = networkStep(whole);
  return {
    ...sound,
    dt,
    seed,
    precision: precisionOf(sound.options),
    tier,
    convention: resolveConvention(whole.convention).name,
    recorders: planRecorders(whole, stack),
    synapseRecorders: planSynapseRecorders(whole, { stack, dt }),
  };
}

/** The same for a run, whose duration defaults to the network's. */
export function* planRunInPieces(
  given: NetworkRecord,
  options: NetworkOptions & {
    readonly for?: string | undefined;
    readonly holdsRecords?: boolean | undefined;
  },
): Pieces<RunPlan> {
  const text = options.for ?? given.duration;
  const timed = text === undefined ? given : { ...given, duration: text };
  const plan = yield* planNetworkInPieces(timed, options);
  if (text === undefined) throw RUN_LENGTH_MISSING({ place: "duration" });
  const asked = readTime(text, "duration");
  const steps = runSteps(asked, plan.dt, resolveConvention(plan.network.convention));
  return { ...plan, asked, steps };
}

function readSeed(network: NetworkRecord, own: number | undefined): number {
  return wholeNumber(own ?? network.seed ?? 0, own === undefined ? "seed" : "the run's seed");
}

function wholeNumber(value: number, place: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw RUN_SEED({ place, got: String(value) });
}

/** Create the request for a backend. */
export function jobOf(
  { options }: NetworkPlan,
  given: {
    readonly [Name in "profile" | "state" | "revisable" | "carried"]?:
      | SimulationJob[Name]
      | undefined;
  },
  sink: RecordingSink,
): Omit<SimulationJob, "stack"> {
  const { profile, state, revisable, carried } = given;
  return {
    options,
    sink,
    ...(profile !== undefined && { profile }),
    ...(state !== undefined && { state }),
    ...(revisable !== undefined && { revisable }),
    ...(carried !== undefined && { carried }),
  };
}
