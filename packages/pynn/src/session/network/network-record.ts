import type {
  NetworkRecord,
  PopulationRecord,
  ProjectionRecord,
  RecorderRecord,
  Value,
} from "@spikeloom/kernel";
import { backendIntegrators } from "../../map/integrators.ts";
import type { Definition, SessionProjection } from "../definition.ts";
import type { Column } from "../session.ts";
import type { SessionPopulation } from "../session-population.ts";
import { networkValue } from "../values/internal-values.ts";
import { pieceRecord } from "./drive-piece.ts";
import type { PoissonDrives } from "./poisson-drives.ts";
import { timesRecord } from "./spike-times.ts";

/** A recorder of a network, and the receiver of its samples. */
export interface NamedRecorder {
  readonly population: SessionPopulation;
  readonly variable: string;
  readonly record: RecorderRecord;
}

/** Write a network from a step on, with stimuli in place of some sources. */
export function networkRecord(
  { options, populations, projections, trial }: Definition,
  { step, drives }: { readonly step: number; readonly drives: PoissonDrives },
): NetworkRecord {
  const kept = projections.filter((one) => !drives.projections.has(one));
  return {
    format: "spikeloom-network",
    version: 1,
    dt: `${options.timestep} ms`,
    seed: options.seed ?? 0,
    ...(trial > 0 && { trial }),
    convention: options.convention ?? "nest",
    populations: Object.fromEntries(
      populations.map((one) => [
        one.name,
        populationRecord(drives.silent.has(one) ? silenced(one) : one, options, step),
      ]),
    ),
    projections: kept.flatMap(projectionRecords),
    ...(drives.pieces.length > 0 && {
      stimuli: drives.pieces.map((piece) => pieceRecord(piece, options.timestep)),
    }),
    record: recordersOf(populations, options.timestep).map(({ record }) => record),
  };
}

/** A source that sends nothing, because stimuli replace its spikes. */
function silenced(source: SessionPopulation): SessionPopulation {
  return { ...source, parameters: new Map([...source.parameters, ["rate", 0]]) };
}

/** List the recorders of variables, in the order of the network. */
export function recordersOf(
  populations: readonly SessionPopulation[],
  timestep: number,
): readonly NamedRecorder[] {
  return populations.flatMap((population) =>
    [...population.recording.signals].map(([variable, { neurons, every }]) => {
      const isAll = neurons.length === population.size && neurons.every((one, k) => one === k);
      const record = {
        population: population.name,
        variables: [population.cell.variables.get(variable)?.to ?? variable],
        every: `${every * timestep} ms`,
        ...(isAll ? {} : { neurons: { indices: Array.from(neurons) } }),
      };
      return { population, variable, record };
    }),
  );
}

function populationRecord(
  population: SessionPopulation,
  options: Definition["options"],
  step: number,
): PopulationRecord {
  const { size, cell, parameters, initial } = population;
  const { state = {} } = cell.model(parameters, size);
  const starts = [...initial].flatMap(([name, column]): [string, Value][] => {
    const variable = cell.variables.get(name);
    if (variable === undefined || !Object.hasOwn(state, variable.to)) return [];
    return [[variable.to, networkValue(column, variable.unit)]];
  });
  const integrator = backendIntegrators[options.convention ?? "nest"]?.[cell.name];
  const times = cell.times === undefined ? undefined : parameters.get(cell.times);
  return {
    ...cell.record(parameters, size),
    size,
    ...(starts.length > 0 && { initial: Object.fromEntries(starts) }),
    ...(integrator !== undefined && { integrator }),
    ...(times !== undefined && { times: timesRecord(times, { size, step, ...options }) }),
  };
}

/** One record, or two if potentials are coupled in both directions. */
function projectionRecords(projection: SessionProjection): readonly ProjectionRecord[] {
  const { name, source, target, receptor, synapse, unit, pairs, attributes } = projection;
  if (pairs.length === 0) return [];
  const { weight = 0, delay = 0, ...rest } = Object.fromEntries(attributes);
  const context = {
    attributes: new Map(Object.entries(rest)),
    unit,
    decay: decayOf(projection),
  };
  const record: ProjectionRecord = {
    name,
    from: source.name,
    to: target.name,
    connector: { kind: "pairs", pairs },
    weight: networkValue(weight, unit),
    ...(receptor !== undefined && { receptor }),
    ...(!synapse.couples && { delay: networkValue(delay, "ms") }),
    ...synapse.record(context),
  };
  if (!synapse.couples) return [record];
  const other = turned(projection);
  const connector = { kind: "pairs", pairs: other.pairs };
  return [record, { ...record, name: other.back, from: target.name, to: source.name, connector }];
}

/** The time constant of the receptor in each connection. */
function decayOf({ decay, target, pairs }: SessionProjection): Column | undefined {
  if (decay === undefined) return undefined;
  const column = target.parameters.get(decay) as Column | undefined;
  if (column === undefined || typeof column === "number") return column;
  return Float64Array.from(
    { length: pairs.length / 2 },
    (_, k) => column[pairs[2 * k + 1] as number] as number,
  );
}

/** The other direction of a projection that couples potentials. */
export function turned({ name, pairs }: Pick<SessionProjection, "name" | "pairs">): {
  readonly back: string;
  readonly pairs: Uint32Array;
} {
  return { back: `${name} (back)`, pairs: pairs.map((_, k) => pairs[k ^ 1] as number) };
}
