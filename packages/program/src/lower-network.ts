import { hostFunctions } from "@spikeloom/equations/functions";
import type { NetworkRecord, ProjectionRecord, Stack } from "@spikeloom/kernel";
import {
  type CompleteNetwork,
  completeNetwork,
  lowerPositions,
  lowerProjection,
  lowerSpace,
  networkStep,
  projectionNames,
  type ResolvedPopulation,
  readTime,
  requiredCapabilities,
  resolveConvention,
  resolvePopulation,
} from "@spikeloom/network";
import { findFeeds } from "./inputs/feeds.ts";
import { nearestStep } from "./inputs/stimulus-program.ts";
import type {
  Feeds,
  NetworkProgram,
  PopulationProgram,
  ProjectionProgram,
} from "./network-program.ts";
import { chooseScheme } from "./neurons/choose-integrator.ts";
import { neuronForm } from "./neurons/lower-form.ts";
import type { Scheme } from "./neurons/scheme-of.ts";
import { atOnce, forEach, forEachInPieces, type Pieces } from "./pieces.ts";
import { readRecorders, readSynapseRecorders } from "./recorders.ts";
import { scheduleOf } from "./schedule.ts";
import { lowerSource } from "./sources/lower-source.ts";
import type { Grid } from "./step-request.ts";
import { stepsOf } from "./steps-of.ts";
import { dynamicSynapses } from "./synapses/dynamic-synapses.ts";

/** Options for lowering a network. */
export interface NetworkLowering {
  /** Checked. */
  readonly network: CompleteNetwork;
  readonly stack: Stack;
  readonly seed: number;
  /** Whether code may set every input and let sources send additional spikes. */
  readonly open?: boolean | undefined;
  /** Lower a few neurons of each population alone: all that decides whether it can run. */
  readonly outline?: boolean | undefined;
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
  const { network, stack, seed, open = false, outline = false } = lowering;
  const convention = resolveConvention(network.convention);
  const dt = networkStep(network);
  const first = outline ? fewNeurons : undefined;
  // Positions are data of the program: they are computed where rows are drawn.
  const common = { stack, seed, functions: hostFunctions, isPlaced: false };
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
    lowerProjection(network, index, { ...common, names }),
  );
  const projections = yield* forEach(
    planned.entries(),
    ([index, projection]): ProjectionProgram => {
      const record = network.projections?.[index] as ProjectionRecord;
      const place = `projections[${index}]`;
      const dynamic = dynamicSynapses(projection, {
        record,
        place,
        dt,
        convention,
        populations: resolved,
      });
      return { ...projection.connection, dynamic };
    },
  );
  const { feeds, stimuli } = findFeeds(network, resolved, {
    projections,
    open,
    dt,
    seed,
    first,
  });
  const populations = programsOf(resolved, { network, dt, convention, feeds, schemes });
  const { name, duration, precision, trial = 0, tier = "exact" } = network;
  return {
    name,
    seed,
    trial,
    dt,
    duration: duration === undefined ? undefined : readTime(duration, "duration"),
    convention,
    precision,
    tier,
    space: lowerSpace(network.space),
    requires: requiredCapabilities(network, stack),
    schedule: scheduleOf(convention),
    populations,
    projections,
    stimuli,
    recorders: readRecorders(network, { populations, dt }),
    synapseRecorders: readSynapseRecorders(network),
    open,
  };
}

interface StepContext extends Grid {
  readonly network: NetworkRecord;
  readonly feeds: ReadonlyMap<string, Feeds>;
  readonly schemes: ReadonlyMap<string, Scheme | undefined>;
}

/** Number the neurons of all populations, and let their steps be derived once for each way. */
function programsOf(
  resolved: ReadonlyMap<string, ResolvedPopulation>,
  { network, feeds, schemes, ...grid }: StepContext,
): ReadonlyMap<string, PopulationProgram> {
  const populations = new Map<string, PopulationProgram>();
  let first = 0;
  for (const [name, population] of resolved) {
    const own = feeds.get(name) ?? { inputs: new Set(), receptors: new Set(), observed: new Set() };
    const { positions: layout, lag } = network.populations[name] ?? {};
    const { model, size, parameters, initial } = population;
    const continuous = {
      size,
      parameters,
      initial,
      name,
      first,
      lag: lag === undefined ? 0 : nearestStep(readTime(lag, `populations.${name}.lag`), grid.dt),
      positions: layout && lowerPositions(layout, name),
      feeds: own,
      source: lowerSource({ ...population, name }),
      form: neuronForm(model),
      scheme: schemes.get(name),
    };
    populations.set(name, { ...continuous, step: stepsOf(continuous, grid) });
    first += population.size;
  }
  return populations;
}
