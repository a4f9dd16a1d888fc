import { hostFunctions } from "@spikeloom/equations/functions";
import type { EventSource, ModulatorSource } from "@spikeloom/kernel";
import { type Formula, prepareFormula, readScalar, readTime } from "@spikeloom/network";
import { RULE } from "@spikeloom/program";
import { parseUnit } from "@spikeloom/units";
import type { RuledProjection } from "../job-plan.ts";

/** A third factor as it is stated, in internal units. */
export type Factor =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "formula"; readonly formula: Formula }
  /** Each spike adds the weight; what is there decays by a factor in each step. */
  | { readonly kind: "spikes"; readonly weight: number; readonly decay: number };

/** Read what a third factor of a projection comes from. */
export function readFactor(
  { place: projection, projection: { plasticity } }: RuledProjection,
  { name, source, dt }: { readonly name: string; readonly source: ModulatorSource; dt: number },
): Factor {
  const place = `${projection}.modulators.${name}`;
  const factors = plasticity?.model.modulators ?? {};
  const record = Object.hasOwn(factors, name) ? factors[name] : undefined;
  if (record === undefined) {
    const expected = Object.keys(factors).join(", ");
    throw RULE({ place, message: `The rule has no third factor "${name}".`, expected });
  }
  const { unit } = record;
  const { dimension } = parseUnit(unit);
  if (typeof source === "string" || typeof source === "number") {
    return { kind: "constant", value: readScalar(source, { dimension, place, unit }) };
  }
  if ("formula" in source) {
    const names = new Map([["t", parseUnit("ms").dimension]]);
    const scope = { names, functions: hostFunctions };
    const formula = prepareFormula(source.formula, scope, { dimension, place });
    return { kind: "formula", formula };
  }
  const weight = readScalar(source.weight, { dimension, place: `${place}.weight`, unit });
  const tau = readTime(source.tau, `${place}.tau`);
  if (tau === 0) {
    const message = "What spikes leave of a third factor decays in no time.";
    throw RULE({ place: `${place}.tau`, message, expected: "a time above 0", got: source.tau });
  }
  const decay = (hostFunctions["exp"] as (x: number) => number)(-dt / tau);
  return { kind: "spikes", weight, decay };
}

/** The steps at whose start a named event comes: the first, and those between one and the next. */
export interface EventClock {
  readonly start: number;
  readonly every: number;
}

/** Read when a named event comes that no spikes cause. */
export function readEventClock(
  source: Exclude<EventSource, { from: string }>,
  { place, dt }: { readonly place: string; readonly dt: number },
): EventClock {
  const steps = (text: string, where: string): number => Math.round(readTime(text, where) / dt);
  const every = steps(source.every, `${place}.every`);
  const start = source.start === undefined ? every : steps(source.start, `${place}.start`);
  if (every >= 1) return { start, every };
  throw RULE({ place, message: "The interval is shorter than a step.", got: source.every });
}
