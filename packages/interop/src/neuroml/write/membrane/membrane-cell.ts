import { affineIn, type Expression } from "@spikeloom/equations";
import type { Dimension } from "@spikeloom/units";
import { parseUnit, sameDimension } from "@spikeloom/units";
import { type CalciumPool, calciumPool, concentrationsOf, withCalcium } from "./calcium-pool.ts";
import { channelOf, type WrittenChannel, type WrittenState } from "./channel.ts";
import { channelTerms, termsOf } from "./currents.ts";
import type { CustomTypes } from "./custom-types.ts";
import { temperatureOf } from "./driving.ts";
import { constantOf, type NeuronEquations, tidy } from "./equations.ts";

/** A single-compartment membrane in NeuroML. */
export interface MembraneCell {
  readonly channels: readonly WrittenChannel[];
  /** Membrane area in square micrometres. */
  readonly area: number;
  /** In internal units. */
  readonly specificCapacitance: number;
  /** Number of pA per unit of the input. */
  readonly injected: number;
  /** In mV; undefined if the neuron emits no spikes. */
  readonly threshold: number | undefined;
  /** Whether its spike condition differs from a threshold crossing of the potential. */
  readonly hasOwnRule: boolean;
  /** States of the model except the potential. */
  readonly states: ReadonlyMap<string, WrittenState>;
  /** Calcium pool, if it has calcium currents. */
  readonly pool: CalciumPool | undefined;
  /** In kelvin, if a current depends on it. */
  readonly temperature: number | undefined;
}

/** 1 uF/cm^2 in internal units: pF per square micrometre. */
const usualCapacitance = 0.01;
/** In square micrometres, for a membrane given per unit area. */
const usualArea = 1000;

/** Find the membrane with ion channels of a neuron; undefined if NeuroML cannot express it. */
export function membraneCellOf(
  given: NeuronEquations,
  {
    types,
    skipped,
    area,
  }: {
    readonly types: CustomTypes;
    /** States of receptors, whose currents do not belong to the membrane. */
    readonly skipped: ReadonlySet<string>;
    /** If the model has one. */
    readonly area: number | undefined;
  },
): MembraneCell | undefined {
  const [concentration, second] = concentrationsOf(given).filter((name) => !skipped.has(name));
  // The schema does not support several concentrations in a cell.
  if (second !== undefined) return undefined;
  const equations = concentration === undefined ? given : withCalcium(given, concentration);
  const { parsed, dynamics } = equations;
  const derivative = parsed.dynamics.get("v");
  const capacity = capacityOf(equations, area);
  if (derivative === undefined || capacity === undefined || !isMembrane(equations))
    return undefined;
  const own = [...parsed.inputs.keys(), ...skipped];
  const without = substitutedZero(termsOf(equations, derivative), own);
  const pool =
    concentration === undefined ? undefined : calciumPool(equations, concentration, without);
  if (concentration !== undefined && pool === undefined) return undefined;
  const terms = channelTerms(
    without.map((term) => ({ ...term, isCalcium: pool?.fills(term) ?? false })),
  );
  if (terms === undefined) return undefined;
  const taken = new Set<string>();
  const newId = (wanted: string) => {
    let id = wanted;
    for (let k = 2; taken.has(id); k++) id = `${wanted}x${k}`;
    taken.add(id);
    return id;
  };
  const channels = terms.map((term) => channelOf(term, { dynamics, types, newId }));
  if (!channels.every((channel) => channel !== undefined)) return undefined;
  const states = new Map(channels.flatMap((channel) => [...channel.states]));
  const spikes = thresholdOf(equations);
  const known = new Set([
    ...states.keys(),
    ...skipped,
    ...(pool === undefined ? [] : [pool.state]),
  ]);
  if (spikes === undefined || !hasAll(equations, known) || !isInOneBath(channels)) {
    return undefined;
  }
  const forces = channels.map(({ driving }) => driving);
  const temperature = temperatureOf(forces);
  const isPlain = forces.every(({ kind }) => kind === "ohmic");
  if (temperature === undefined && !isPlain) return undefined;
  return { channels, ...capacity, ...spikes, states, pool, temperature };
}

/** Return whether all currents use the same extracellular concentration. */
function isInOneBath(channels: readonly WrittenChannel[]): boolean {
  const baths = channels.flatMap(({ driving }) =>
    driving.kind === "ohmic" ? [] : [driving.outside],
  );
  const [first = 0] = baths;
  return baths.every((bath) => Math.abs(bath - first) <= 1e-9 * first);
}

/** Return whether only threshold crossings of the potential cause spikes, and nothing is reset. */
function isMembrane({ parsed }: NeuronEquations): boolean {
  const { spike, step, events, regimes, source, inputs, state } = parsed;
  const { hold = [], clamp = new Map() } = spike?.refractory ?? {};
  const isPlain = (spike?.reset.size ?? 0) === 0 && hold.length === 0 && clamp.size === 0;
  const isOneCell =
    step.length === 0 && events.size === 0 && regimes.size === 0 && source === undefined;
  return isPlain && isOneCell && inputs.size < 2 && state.has("v");
}

function hasAll({ parsed }: NeuronEquations, known: ReadonlySet<string>): boolean {
  return [...parsed.state.keys()].every((name) => name === "v" || known.has(name));
}

/** Terms without any of these names. */
function substitutedZero(
  terms: ReturnType<typeof termsOf>,
  names: readonly string[],
): ReturnType<typeof termsOf> {
  return terms.filter(({ value }) => !names.some((name) => reads(value, name)));
}

function reads(e: Expression, name: string): boolean {
  if (e.kind === "name") return e.name === name;
  return Object.values(e).some((part) =>
    Array.isArray(part)
      ? part.some((one: Expression) => reads(one, name))
      : typeof part === "object" && part !== null && reads(part as Expression, name),
  );
}

function capacityOf(
  { parsed, dynamics }: NeuronEquations,
  given: number | undefined,
): Pick<MembraneCell, "area" | "specificCapacitance" | "injected"> | undefined {
  const [input] = parsed.inputs.values();
  const isolated = { area: usualArea, specificCapacitance: usualCapacitance, injected: 1 };
  const derivative = dynamics.get("v");
  if (derivative === undefined || input === undefined) return isolated;
  const coefficient = affineIn(derivative, new Set([input.name]))?.coefficients.get(input.name);
  const share = coefficient && constantOf(coefficient);
  if (share === undefined || !(share > 0)) return undefined;
  const capacitance = tidy(1 / share);
  if (is(input.dimension, "nA")) {
    const area = given ?? tidy(capacitance / usualCapacitance);
    return { area, specificCapacitance: tidy(capacitance / area), injected: 1 };
  }
  if (!is(input.dimension, "uA/cm^2")) return undefined;
  return { area: usualArea, specificCapacitance: capacitance, injected: usualArea };
}

function is(dimension: Dimension, unit: string): boolean {
  return sameDimension(dimension, parseUnit(unit).dimension);
}

/** Potential whose upward crossing is a spike in NeuroML; undefined if there is no such condition. */
function thresholdOf(
  equations: NeuronEquations,
): Pick<MembraneCell, "threshold" | "hasOwnRule"> | undefined {
  const { spike } = equations.parsed;
  if (spike === undefined) return { threshold: undefined, hasOwnRule: false };
  const { when, edge, refractory } = spike;
  const threshold = when && crossed(equations, when);
  if (when === undefined || threshold === undefined) return undefined;
  const isCrossing = edge === "rising" && when.kind !== "and" && refractory === undefined;
  return { threshold, hasOwnRule: !isCrossing };
}

/** Constant with which a condition compares the potential. */
function crossed(equations: NeuronEquations, when: Expression): number | undefined {
  if (when.kind === "and") return crossed(equations, when.left) ?? crossed(equations, when.right);
  if (when.kind !== "greater" && when.kind !== "greater_equal") return undefined;
  const isPotential = when.left.kind === "name" && when.left.name === "v";
  return isPotential ? constantOf(equations.inlined(when.right)) : undefined;
}
