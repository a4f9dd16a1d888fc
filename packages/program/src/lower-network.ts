import { hostFunctions } from "@spikeloom/equations/functions";
import type { NetworkRecord, ProjectionRecord, Stack } from "@spikeloom/kernel";
import {
  type CompleteNetwork,
  completeNetwork,
  networkStep,
  planProjectionInPieces,
  projectionNames,
  type ResolvedPopulation,
  requiredCapabilities,
  resolveConvention,
  resolvePopulation,
} from "@spikeloom/network";
import type { BulkRandom } from "@spikeloom/random";
import type { Rounded } from "./derive/fixed-point.ts";
import { roundWeights } from "./derive/quantise.ts";
import { NOT_DERIVED } from "./errors.ts";
import { findFeeds } from "./inputs/feeds.ts";
import { lowerStep } from "./known-programs.ts";
import type {
  Feeds,
  NetworkProgram,
  PopulationProgram,
  ProjectionProgram,
} from "./network-program.ts";
import { chooseScheme } from "./neurons/choose-integrator.ts";
import { neuronForm } from "./neurons/lower-form.ts";
import type { Scheme } from "./neurons/scheme-of.ts";
import type { StepProgram } from "./neurons/step-program.ts";
import { atOnce, forEach, forEachInPieces, type Pieces } from "./pieces.ts";
import { readRecorders } from "./recorders.ts";
import { scheduleOf } from "./schedule.ts";
import { lowerSource } from "./sources/lower-source.ts";
import { discretisationOf, type Grid, isUsual } from "./step-request.ts";
import { dynamicSynapses } from "./synapses/dynamic-synapses.ts";
import type { SynapseProgram } from "./synapses/synapse-program.ts";

/** Options for lowering a network. */
export interface NetworkLowering {
  /** Checked. */
  readonly network: CompleteNetwork;
  readonly stack: Stack;
  readonly seed: number;
  /** Whether code may set every input and let sources send additional spikes. */
  readonly open?: boolean | undefined;
  /** Draws many numbers faster; they are the same. */
  readonly bulk?: BulkRandom | undefined;
  /**
   * Lower a few neurons of each population and no rows alone: all that decides whether it can run.
   *
   * With `synapses` only the rows are left out.
   */
  readonly outline?: boolean | "synapses" | undefined;
  /** Parts that are already lowered. */
  readonly given?: GivenPrograms | undefined;
}

/** Lowered parts of a network that replace those that would be created. */
export interface GivenPrograms {
  readonly steps: ReadonlyMap<string, GivenSteps>;
  /** In the order of the projections; undefined where synapses carry a weight and nothing else. */
  readonly synapses: readonly (SynapseProgram | undefined)[];
  /** Rounding of each projection's weights. */
  readonly rounded: readonly (Rounded | undefined)[];
}

/** The step of a population, and the same split in two where spikes can arrive at once. */
export interface GivenSteps {
  readonly usual: StepProgram;
  readonly split?: StepProgram | undefined;
}

/** Number of neurons of each population in an outline. */
export const fewNeurons = 16;

/**
 * Complete a valid network and lower it in one call.
 *
 * Its own seed is used by default.
 */
export function programOf(
  network: NetworkRecord,
  lowering: Omit<NetworkLowering, "network" | "seed"> & { readonly seed?: number | undefined },
): NetworkProgram {
  const complete = completeNetwork(network, lowering.stack);
  const { seed = complete.seed } = lowering;
  return atOnce(lowerNetwork({ ...lowering, network: complete, seed }));
}

/** Lower a network to its program, one piece per population and projection. */
export function* lowerNetwork(lowering: NetworkLowering): Pieces<NetworkProgram> {
  const { network, stack, seed, bulk, given, open = false, outline = false } = lowering;
  const convention = resolveConvention(network.convention);
  const dt = networkStep(network);
  const common = { stack, seed, functions: hostFunctions };
  const first = outline === true ? fewNeurons : undefined;
  const resolved = new Map(
    yield* forEach(
      Object.keys(network.populations),
      (name) => [name, resolvePopulation(network, name, { ...common, first })] as const,
    ),
  );
  const schemes = new Map(
    yield* forEach(resolved, ([name, { model, size }]) => {
      const place = `populations.${name}`;
      const record = network.populations[name] ?? { model, size };
      return [name, chooseScheme({ model, record, stack, dt, place })] as const;
    }),
  );
  const names = projectionNames(network);
  const planned = yield* forEachInPieces(names.keys(), (index) =>
    planProjectionInPieces(network, index, { ...common, bulk, names, outline: outline !== false }),
  );
  const projections = yield* forEach(
    planned.entries(),
    ([index, projection]): ProjectionProgram => {
      const record = network.projections?.[index] as ProjectionRecord;
      const place = `projections[${index}]`;
      const program = given?.synapses[index];
      const dynamic = dynamicSynapses(projection, {
        record,
        place,
        dt,
        convention,
        populations: resolved,
        program,
      });
      const rounded = given?.rounded[index];
      return rounded
        ? roundWeights({ ...projection, dynamic }, rounded)
        : { ...projection, dynamic };
    },
  );
  const { feeds, stimuli } = findFeeds(network, resolved, {
    projections,
    open,
    dt,
    seed,
    first,
  });
  const populations = programsOf(resolved, { dt, convention, feeds, schemes, given });
  const program: NetworkProgram = {
    network,
    stack,
    seed,
    trial: network.trial ?? 0,
    dt,
    convention,
    requires: requiredCapabilities(network, stack),
    schedule: scheduleOf(convention),
    populations,
    projections,
    stimuli,
    recorders: readRecorders(network, { populations, dt }),
    open,
  };
  if (given === undefined) Object.defineProperty(program, lowered, { value: true });
  return program;
}

/** Marks what is lowered, also for another copy of this package; as it is not counted, no copy of a program has it. */
const lowered = Symbol.for("spikeloom.lowered");

/** Test whether a program was lowered here, not read or derived from another. */
export function isLowered(program: NetworkProgram): boolean {
  return Object.hasOwn(program, lowered);
}

interface StepContext extends Grid {
  readonly feeds: ReadonlyMap<string, Feeds>;
  readonly schemes: ReadonlyMap<string, Scheme | undefined>;
  readonly given: GivenPrograms | undefined;
}

/** Number the neurons of all populations, and let their steps be derived once for each way. */
function programsOf(
  resolved: ReadonlyMap<string, ResolvedPopulation>,
  { feeds, schemes, given, ...grid }: StepContext,
): ReadonlyMap<string, PopulationProgram> {
  const populations = new Map<string, PopulationProgram>();
  let first = 0;
  for (const [name, population] of resolved) {
    const own = feeds.get(name) ?? { inputs: new Set(), receptors: new Set(), observed: new Set() };
    const continuous = {
      ...population,
      name,
      first,
      feeds: own,
      source: lowerSource({ ...population, name }),
      form: neuronForm(population.model),
      scheme: schemes.get(name),
    };
    populations.set(name, {
      ...continuous,
      step: stepsOf(continuous, grid, given?.steps.get(name)),
    });
    first += population.size;
  }
  return populations;
}

type Continuous = Omit<PopulationProgram, "step">;

/** Derive steps from the continuous form, those of the network once; those that are given are taken as they are. */
function stepsOf(
  population: Continuous,
  grid: Grid,
  given: Partial<GivenSteps> = {},
): PopulationProgram["step"] {
  const known = new Map([
    [false, given.usual],
    [true, given.split],
  ]);
  return (request) => {
    const usual = isUsual(request);
    const found = usual ? known.get(request.zeroDelay) : undefined;
    if (found !== undefined) return found;
    if (given.usual !== undefined && isQuantised(given.usual)) throw quantisedAlready(population);
    const derived = lowerStep(population.form, discretisationOf(population, grid, request));
    const step = keySeries(derived, population.name);
    if (usual) known.set(request.zeroDelay, step);
    return step;
  };
}

function isQuantised({ slots }: StepProgram): boolean {
  return [...slots.values()].some(({ type }) => type.kind === "fixed");
}

function quantisedAlready({ name }: Continuous): Error {
  return NOT_DERIVED({
    message: `The step of population "${name}" was read in fixed point, and cannot be derived in another way.`,
    next: "Read the program in real numbers, and call quantise on it.",
  });
}

/** Key the random numbers of a population's step. */
function keySeries(step: StepProgram, population: string): StepProgram {
  if (step.draws.length === 0) return step;
  return {
    ...step,
    draws: step.draws.map((one) => ({ ...one, key: `${one.slot}/${population}` })),
  };
}
