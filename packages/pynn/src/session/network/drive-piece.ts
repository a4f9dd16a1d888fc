import type { StimulusRecord } from "@spikeloom/kernel";
import { delaySteps, resolveConvention } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import type { SessionProjection } from "../definition.ts";
import type { Column, SessionOptions } from "../session.ts";
import type { Entry } from "../values/columns.ts";
import { networkValue } from "../values/internal-values.ts";

/** Input over a projection from a step on, as long as its source is unchanged. */
export interface DrivePiece {
  readonly projection: SessionProjection;
  /** Values that it depends on; a changed value is a new array or number. */
  readonly law: readonly (Entry | undefined)[];
  /** Steps between a spike and its arrival. */
  readonly delay: number;
  /** The first step with an arrival. */
  readonly from: number;
  /** The step from which on there are no arrivals; `Infinity` if there is none. */
  readonly until: number;
  /** Another distribution has replaced it, and it ends with the spikes in transit. */
  readonly isCut: boolean;
  readonly stimulus: PoissonRecord;
}

type PoissonRecord = Extract<StimulusRecord, { readonly kind: "poisson" }>;

interface Now {
  readonly options: SessionOptions;
  /** The next step. */
  readonly step: number;
}

/**
 * Spikes of a source per step from which on counts are drawn instead of intervals.
 *
 * A neuron of PyNN's `SpikeSourcePoisson` may represent thousands of others, with several spikes per step.
 */
const leastPerStep = 0.05;

/** Spikes of a source per step up to which counts can be drawn. */
const mostPerStep = 500;

/** Draw the spikes of a source over a projection from now on; undefined if they must be sent. */
export function drivePiece(
  projection: SessionProjection,
  { options, step }: Now,
): DrivePiece | undefined {
  const { source, attributes, name } = projection;
  const { timestep } = options;
  const [rate, start, duration] = ["rate", "start", "duration"].map((one) =>
    source.parameters.get(one),
  );
  const isOne = typeof start === "number" && typeof duration === "number";
  if (!isOne || !Number.isFinite(start) || !isCounted(rate as Column, timestep)) return undefined;
  const rules = { dt: timestep, convention: resolveConvention(options.convention ?? "nest") };
  const place = `projections.${name}.delay`;
  const delay = delaySteps(attributes.get("delay") as number, rules, place);
  return {
    projection,
    law: [rate, start, duration, attributes.get("weight"), attributes.get("delay")],
    delay,
    from: Math.max(step, Math.round(start / timestep)) + delay,
    until: Math.round((start + duration) / timestep) + delay,
    isCut: false,
    stimulus: stimulusOf(projection, rate as Column),
  };
}

/** End a piece after the spikes in transit. */
export function cutOff(piece: DrivePiece, { step }: Now): DrivePiece {
  if (piece.isCut) return piece;
  return { ...piece, until: Math.min(piece.until, step + piece.delay), isCut: true };
}

/** Report whether a piece without an end depends on the same values. */
export function isSameLaw({ projection, law }: DrivePiece, old: DrivePiece): boolean {
  if (old.isCut || old.projection !== projection) return false;
  return law.every((value, k) => Object.is(value, old.law[k]));
}

/** Write a piece as a stimulus of a network. */
export function pieceRecord({ stimulus, from, until }: DrivePiece, dt: number): PoissonRecord {
  return {
    ...stimulus,
    start: `${timeOfStep(from, dt)} ms`,
    ...(Number.isFinite(until) && { stop: `${timeOfStep(until, dt)} ms` }),
  };
}

function isCounted(rates: Column, timestep: number): boolean {
  const isWithin = (rate: number): boolean => {
    const perStep = (rate / 1000) * timestep;
    return perStep >= leastPerStep && perStep <= mostPerStep;
  };
  return typeof rates === "number" ? isWithin(rates) : rates.every(isWithin);
}

function stimulusOf(
  { target, receptor, pairs, unit, attributes }: SessionProjection,
  rate: Column,
): PoissonRecord {
  const order = Uint32Array.from({ length: pairs.length / 2 }, (_, k) => k);
  order.sort((a, b) => (pairs[2 * a + 1] as number) - (pairs[2 * b + 1] as number));
  const isAll = order.length === target.size;
  const indices = Array.from(order, (k) => pairs[2 * k + 1] as number);
  const rates = inOrder(rate, order, (k) => pairs[2 * k] as number);
  const weights = inOrder(attributes.get("weight") ?? 0, order, (k) => k);
  return {
    kind: "poisson",
    into: target.name,
    ...(receptor !== undefined && { receptor }),
    ...(isAll ? {} : { neurons: { indices } }),
    rate: networkValue(rates, "Hz"),
    weight: networkValue(weights, unit),
  };
}

/** Select entries of a column in the order of connections. */
function inOrder(column: Column, order: Uint32Array, place: (k: number) => number): Column {
  if (typeof column === "number") return column;
  return Float64Array.from(order, (k) => column[place(k)] as number);
}
