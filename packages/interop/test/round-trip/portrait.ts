import { hostFunctions } from "@spikeloom/equations/functions";
import type {
  Configured,
  NetworkRecord,
  Selection,
  Stack,
  StimulusRecord,
} from "@spikeloom/kernel";
import {
  chooseInput,
  chooseNeurons,
  findModel,
  networkStep,
  planProjection,
  projectionNames,
  resolveConvention,
  resolvePopulation,
  spikeStep,
} from "@spikeloom/network";
import { type CurrentProgram, currentValue, lowerStimulus } from "@spikeloom/program";
import { findUnit, parseQuantity, parseUnit, toInternal } from "@spikeloom/units";
import { drawEdges } from "../../src/sonata/write/drawn-edges.ts";

/**
 * Complete contents of a network, by place in the record.
 *
 * Values are numbers in internal units, one per neuron or connection, so that networks with the same contents
 * in two forms are equal here.
 */
export type Portrait = ReadonlyMap<string, unknown>;

const settings = [
  ...(["name", "about", "cite", "duration", "seed", "trial", "precision", "tier"] as const),
  "space" as const,
];

/** Compute the complete contents of a network. */
export function portraitOf(network: NetworkRecord, stack: Stack): Portrait {
  const portrait = new Map<string, unknown>();
  const say = (place: string, value: unknown): void => {
    if (value !== undefined) portrait.set(place, value);
  };
  for (const name of settings) say(name, plain(network[name]));
  const dt = networkStep(network);
  const convention = resolveConvention(network.convention);
  say("dt", dt);
  say("convention", convention);
  for (const name of Object.keys(network.populations)) sayPopulation(network, name, { stack, say });
  for (const index of (network.projections ?? []).keys()) {
    sayProjection(network, index, { stack, say });
  }
  for (const [k, one] of (network.stimuli ?? []).entries()) {
    say(`stimuli[${k}]`, stimulusOf(network, one, stack));
  }
  for (const [k, recorder] of (network.record ?? []).entries()) {
    const { population, variables, neurons, ...rest } = recorder;
    const chosen = neuronsOf(network, population, neurons);
    for (const variable of variables) {
      say(`record[${k}].${variable}`, {
        population,
        variable,
        chosen,
        ...times(plain(rest), variable),
      });
    }
  }
  for (const [k, recorder] of (network.recordSynapses ?? []).entries()) {
    say(`recordSynapses[${k}]`, plain(recorder));
  }
  return portrait;
}

/** Spikes are recorded when they occur, so that no interval applies. */
function times(rest: unknown, variable: string): object {
  const { every, ...window } = rest as { every?: unknown };
  return variable === "spikes" ? window : { ...window, every };
}

interface Saying {
  readonly stack: Stack;
  readonly say: (place: string, value: unknown) => void;
}

function sayPopulation(network: NetworkRecord, name: string, { stack, say }: Saying): void {
  const place = `populations.${name}`;
  const seed = network.seed ?? 0;
  const found = resolvePopulation(network, name, { stack, seed, functions: hostFunctions });
  const { model, size, parameters, initial, coordinates, times: spikes } = found;
  say(`${place}.model`, equationsOf(model));
  say(`${place}.size`, size);
  for (const [key, { value }] of parameters) {
    if (!followed.has(key)) say(`${place}.parameters.${key}`, each(value, size));
  }
  for (const [key, { value }] of initial) say(`${place}.initial.${key}`, each(value, size));
  // A point on a line is one in space.
  for (const [k, axis] of ["x", "y", "z"].entries()) {
    if (coordinates === undefined) break;
    say(`${place}.positions.${axis}`, [...(coordinates[k] ?? new Float64Array(size))]);
  }
  const rules = { dt: networkStep(network), convention: resolveConvention(network.convention) };
  const steps = spikes?.map((list) => Array.from(list, (time) => spikeStep(time, rules)));
  if (steps?.some((list) => list.length > 0)) say(`${place}.times`, steps);
  say(`${place}.integrator`, network.populations[name]?.integrator);
}

/** Redundant parameters: the initial v, and the lag of a node that follows from its inputs. */
const followed: ReadonlySet<string> = new Set(["v_init", "begin"]);

function each(value: number | ArrayLike<number>, size: number): readonly number[] {
  return typeof value === "number" ? new Array<number>(size).fill(value) : Array.from(value);
}

/** What a model does, apart from its name, its prose and the values that it brings. */
function equationsOf(model: object): unknown {
  const { name: _, about: __, cite: ___, parameters, ...rest } = model as Record<string, unknown>;
  const units = Object.entries((parameters ?? {}) as Record<string, { default: string | number }>);
  return plain({
    ...rest,
    parameters: units.map(([key, { default: own }]) => [key, dimensionOf(own)]).sort(),
  });
}

function dimensionOf(value: string | number): string {
  return typeof value === "number" ? "1" : String(parseQuantity(value).unit.dimension);
}

function sayProjection(network: NetworkRecord, index: number, { stack, say }: Saying): void {
  const record = network.projections?.[index];
  if (record === undefined) return;
  const place = `projections[${index}]`;
  const seed = network.seed ?? 0;
  const names = projectionNames(network);
  const planned = planProjection(network, index, {
    stack,
    seed,
    functions: hostFunctions,
    names,
  });
  const grid = { dt: networkStep(network), convention: resolveConvention(network.convention) };
  const { sources, targets, weights, delays } = drawEdges(planned, { ...grid, place });
  const { length } = sources;
  const [weight, delay] = [each(weights, length), each(delays, length)];
  // Where values are read at each step, a delay is not.
  const isCoupled = planned.receptor === undefined;
  const all = Array.from({ length }, (_, k) => [
    ...[targets[k], sources[k], weight[k], isCoupled ? 0 : delay[k]].map(
      (one) => one ?? Number.NaN,
    ),
  ]);
  // A static synapse with weight zero has no effect.
  const rows = all.filter(([, , own]) => own !== 0 || planned.plasticity !== undefined);
  if (rows.length === 0) return;
  rows.sort((a, b) => {
    const at = a.findIndex((value, k) => value !== b[k]);
    return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
  });
  const column = (k: number): readonly number[] => rows.map((row) => row[k] ?? Number.NaN);
  say(`${place}.name`, names[index]);
  say(`${place}.from`, record.from);
  say(`${place}.to`, record.to);
  // The division of a delay matters only to plastic synapses.
  const rules = planned.plasticity && (["dendritic", "events", "modulators"] as const);
  for (const key of rules ?? []) say(`${place}.${key}`, plain(record[key]));
  say(`${place}.receptor`, planned.receptor);
  say(`${place}.connector`, [column(0), column(1)]);
  say(`${place}.weight`, column(2));
  say(`${place}.delay`, column(3));
  for (const key of ["synapse", "plasticity"] as const) {
    const found = planned[key];
    if (found === undefined || found.model.name === "static") continue;
    const given = record[key] as Configured<object>;
    say(`${place}.${key}`, [equationsOf(found.model), plain(given.parameters ?? {})]);
  }
  say(`${place}.initial`, plain(record.initial));
}

/** The values of a current stimulus over time: there are several ways to express the same. */
function stimulusOf(network: NetworkRecord, stimulus: StimulusRecord, stack: Stack): unknown {
  const { neurons, ...rest } = stimulus;
  const { into, kind } = stimulus;
  const chosen = neuronsOf(network, into, neurons);
  if (kind === "poisson" || kind === "noise") return { ...(plain(rest) as object), chosen };
  const size = network.populations[into]?.size ?? 0;
  const place = `populations.${into}`;
  const model = findModel("neuron", network.populations[into]?.model ?? "", {
    network,
    stack,
    place,
  }).model;
  const input = chooseInput(model, stimulus.input, place);
  const population = { name: into, model, size };
  const current = lowerStimulus(stimulus, { index: 0, population, dt: sampling, seed: 0 });
  const values = currentValue(current as CurrentProgram, { dt: sampling, seed: 0, trial: 0 });
  const samples = Array.from({ length: samplesOf }, (_, step) => {
    const value = values(step);
    return typeof value === "number" ? value : [...value];
  });
  return { into, input, chosen, samples };
}

/** Times at which stimuli are compared: in ms, for a number of steps. */
const [sampling, samplesOf] = [0.1, 700];

function neuronsOf(
  network: NetworkRecord,
  population: string,
  selection: Selection | undefined,
): readonly number[] {
  const chosen = chooseNeurons(selection, network.populations[population]?.size ?? 0, "neurons");
  return Array.from({ length: chosen.size }, (_, k) => chosen.neuron(k)).sort((a, b) => a - b);
}

/** Records with lists instead of typed arrays, and numbers in internal units instead of quantities. */
function plain(value: unknown): unknown {
  if (typeof value === "string") return quantityOf(value);
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  if (Array.isArray(value)) return value.map(plain);
  const { unit, values, ...rest } = value as Record<string, unknown>;
  if (values !== undefined && typeof unit === "string" && findUnit(unit) !== undefined) {
    const own = parseUnit(unit);
    const list = Array.from(values as ArrayLike<number>, (one) =>
      toInternal({ value: one, unit: own }),
    );
    return { ...rest, values: list };
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

function quantityOf(text: string): string | number {
  if (!/^[-+.\d]+(e[-+]?\d+)? \S+$/i.test(text)) return text;
  return toInternal(parseQuantity(text));
}
