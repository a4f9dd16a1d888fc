import { type Expression, evaluate } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type {
  EventSource,
  ModulatorSource,
  PlasticityRecord,
  ProjectionRecord,
} from "@spikeloom/kernel";
import { type Chosen, checkFormula, chooseNeurons, readScalar, readTime } from "@spikeloom/network";
import { parseUnit } from "@spikeloom/units";
import { RULE } from "../errors.ts";
import { closedFormula } from "../inputs/closed-formula.ts";
import { nearestStep } from "../inputs/stimulus-program.ts";

/**
 * Spikes that cause a named event or increment a third factor.
 *
 * They act at the start of a later step.
 */
export interface CountedSpikes {
  readonly from: string;
  readonly neurons: Chosen;
  /** In ms; if undefined, the network's minimum delay, and at least one step. */
  readonly delay: number | undefined;
}

/** Value of a third factor, in internal units. */
export type ThirdFactor =
  | { readonly kind: "constant"; readonly value: number; readonly unit: string }
  /** An expression of `t`. */
  | { readonly kind: "formula"; readonly value: Expression }
  /** Each spike adds the weight, and the factor decays with a time constant in ms. */
  | {
      readonly kind: "spikes";
      readonly spikes: CountedSpikes;
      readonly weight: number;
      /** Unit in which people read the factor. */
      readonly unit: string;
      readonly tau: number;
    };

/** Times of a named event. */
export type EventTimes =
  /** In ms: the first event, and the interval between events. */
  | { readonly kind: "regular"; readonly start: number; readonly every: number }
  | { readonly kind: "spikes"; readonly spikes: CountedSpikes };

/** Third factors and named events of a projection, by name. */
export interface OutsideEvents {
  readonly factors: ReadonlyMap<string, ThirdFactor>;
  readonly events: ReadonlyMap<string, EventTimes>;
}

/** Context for lowering third factors and named events. */
export interface OutsideContext {
  readonly record: ProjectionRecord;
  readonly place: string;
  readonly rule: PlasticityRecord | undefined;
  readonly populations: ReadonlyMap<string, { readonly size: number }>;
  readonly dt: number;
}

/** Lower the third factors and named events of a projection. */
export function outsideEvents(context: OutsideContext): OutsideEvents {
  const { record, place } = context;
  const factors = Object.entries(record.modulators ?? {}).map(
    ([name, source]) =>
      [
        name,
        thirdFactor(source, name, { ...context, place: `${place}.modulators.${name}` }),
      ] as const,
  );
  const events = Object.entries(record.events ?? {}).map(
    ([name, source]) =>
      [name, eventTimes(source, { ...context, place: `${place}.events.${name}` })] as const,
  );
  return { factors: new Map(factors), events: new Map(events) };
}

function thirdFactor(source: ModulatorSource, name: string, context: OutsideContext): ThirdFactor {
  const { place, rule } = context;
  const factors = rule?.modulators ?? {};
  const record = Object.hasOwn(factors, name) ? factors[name] : undefined;
  if (record === undefined) {
    const expected = Object.keys(factors).join(", ");
    throw RULE({ place, message: `The rule has no third factor "${name}".`, expected });
  }
  const { unit } = record;
  const { dimension } = parseUnit(unit);
  if (typeof source === "string" || typeof source === "number") {
    return { kind: "constant", value: readScalar(source, { dimension, place, unit }), unit };
  }
  if ("formula" in source) {
    const text = source.formula;
    const names = new Map([["t", parseUnit("ms").dimension]]);
    const checked = checkFormula(text, names, { dimension, place });
    const fixed = { names: ["t"], values: new Map<string, number>(), place, text };
    return { kind: "formula", value: closedFormula(checked, fixed).value };
  }
  const weight = readScalar(source.weight, { dimension, place: `${place}.weight`, unit });
  const tau = readTime(source.tau, `${place}.tau`);
  if (tau === 0) {
    const message = "The time constant of a third factor must be longer than 0.";
    throw RULE({ place: `${place}.tau`, message, expected: "a time above 0", got: source.tau });
  }
  return { kind: "spikes", spikes: countedSpikes(source, context), weight, unit, tau };
}

function eventTimes(source: EventSource, context: OutsideContext): EventTimes {
  if ("from" in source) return { kind: "spikes", spikes: countedSpikes(source, context) };
  const { place, dt } = context;
  const every = readTime(source.every, `${place}.every`);
  if (nearestStep(every, dt) < 1) {
    throw RULE({ place, message: "The interval is shorter than a step.", got: source.every });
  }
  const start = source.start === undefined ? every : readTime(source.start, `${place}.start`);
  return { kind: "regular", start, every };
}

function countedSpikes(
  { from, neurons, delay: stated }: Extract<EventSource, { from: string }>,
  { place, populations, dt }: OutsideContext,
): CountedSpikes {
  const population = populations.get(from);
  if (population === undefined) {
    const expected = [...populations.keys()].join(", ");
    throw RULE({ place, message: `There is no population "${from}".`, expected, got: from });
  }
  const chosen = chooseNeurons(neurons, population.size, `${place}.neurons`);
  const delay = stated === undefined ? undefined : readTime(stated, `${place}.delay`);
  if (delay === undefined || nearestStep(delay, dt) >= 1) return { from, neurons: chosen, delay };
  throw RULE({
    place: `${place}.delay`,
    message: "A spike acts on other neurons in the next step at the earliest.",
    expected: `at least ${dt} ms`,
    got: String(stated),
  });
}

/** List the spikes that cause events and change third factors. */
export function countedSpikesOf({ events, factors }: OutsideEvents): readonly CountedSpikes[] {
  return [...events.values(), ...factors.values()].flatMap((one) =>
    one.kind === "spikes" ? [one.spikes] : [],
  );
}

/** List the stated delays, in steps, from spikes to events and third factors. */
export function statedDelays({ factors, events }: OutsideEvents, dt: number): readonly number[] {
  return [...events.values(), ...factors.values()].flatMap((one) => {
    if (one.kind !== "spikes" || one.spikes.delay === undefined) return [];
    return [nearestStep(one.spikes.delay, dt)];
  });
}

/**
 * Compute the steps from spikes to the events and third factors that they cause.
 *
 * `interval` is the least delay of the network, infinite without any.
 */
export function stepsToEffect(
  { delay }: CountedSpikes,
  { dt, interval }: { readonly dt: number; readonly interval: number },
): number {
  if (delay !== undefined) return nearestStep(delay, dt);
  return Math.max(1, Number.isFinite(interval) ? interval : 1);
}

/** Test whether a regular event occurs at the start of a step. */
export function isEventDue(
  { start, every }: Extract<EventTimes, { readonly kind: "regular" }>,
  { step, dt }: { readonly step: number; readonly dt: number },
): boolean {
  const [first, interval] = [nearestStep(start, dt), nearestStep(every, dt)];
  return step >= first && (step - first) % interval === 0;
}

/** Count a named event at the start of a step, without spikes that cause it. */
export function eventCount(
  times: EventTimes | undefined,
  {
    asked,
    ...at
  }: {
    readonly step: number;
    readonly dt: number /** How often code asked for it. */;
    readonly asked: number;
  },
): number {
  return asked + (times?.kind === "regular" && isEventDue(times, at) ? 1 : 0);
}

/** Compute a third factor that is a formula, at a time in ms. */
export function formulaFactor(
  { value }: Extract<ThirdFactor, { readonly kind: "formula" }>,
  { t, place }: { readonly t: number; readonly place: string },
): number {
  const scope = (name: string): number | undefined => (name === "t" ? t : undefined);
  const found = evaluate(value, { scope, functions: hostFunctions });
  if (Number.isFinite(found)) return found;
  const message = `The third factor is not finite at ${t} ms.`;
  throw RULE({ place: `${place}.formula`, message, expected: "a number", got: String(found) });
}

/** Factor by which a third factor decays in a step. */
export function decayOverStep(tau: number, dt: number): number {
  return (hostFunctions["exp"] as (x: number) => number)(-dt / tau);
}

/** Value of a third factor before the first step. */
export function initialFactor(factor: ThirdFactor | undefined): number {
  return factor?.kind === "constant" ? factor.value : 0;
}
