import { affineIn, type Expression, freeNames } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { placesIn } from "./curves.ts";
import { calcium, constantOf, potentials, surroundingsAt, tidy, valueAt } from "./equations.ts";

/** Driving force of a current through open channels. */
export type Driving =
  | { readonly kind: "ohmic"; readonly reversal: number }
  | {
      /** By the Nernst potential, or in a constant field (GHK). */
      readonly kind: "nernst" | "field";
      /** Divisor of the potential in mV. */
      readonly scale: number;
      /** Extracellular concentration in mM. */
      readonly outside: number;
    };

/** NeuroML elements of channels driven by a concentration. */
export type ConcentrationDensity =
  | "channelDensityNernst"
  | "channelDensityGHK"
  | "channelDensityGHK2";

/** A driving force and its factor. */
export interface FoundDriving {
  readonly driving: Driving;
  readonly size: number;
}

/** Gas constant as in the core definitions. */
const gas = 8.3144621;

/** Faraday constant in coulombs as in the core definitions. */
export const faraday = 96485.3;

const thermal = (scale: number): number => (scale * 2 * faraday) / (gas * 1000);

/** Density kind and temperature in kelvin with which NeuroML has a driving force. */
const temperatures = {
  nernst: [["channelDensityNernst", thermal]],
  // The Goldman-Hodgkin-Katz equation, and its form by Jaffe et al. 1994 (doi:10.1152/jn.1994.71.3.1065), which is
  // equal at a different temperature.
  field: [
    ["channelDensityGHK", thermal],
    ["channelDensityGHK2", (scale: number) => (scale * 2 * 293.15) / 25],
  ],
} as const;

/**
 * A temperature in degrees Celsius, rounded to nine decimals, because the binary difference of two short decimals is
 * not short.
 */
export function celsius(kelvin: number): number {
  return Number((kelvin - 273.15).toFixed(9));
}

/**
 * Find a temperature in kelvin at which NeuroML has all driving forces; undefined if there is none.
 *
 * Of several, the one with the fewest digits is chosen.
 */
export function temperatureOf(forces: readonly Driving[]): number | undefined {
  const [first, ...others] = forces.filter(({ kind }) => kind !== "ohmic");
  if (first === undefined) return undefined;
  return storageEstimates(first)
    .map(([, kelvin]) => kelvin)
    .filter((kelvin) => others.every((other) => densityAt(other, kelvin) !== undefined))
    .sort((a, b) => String(celsius(a)).length - String(celsius(b)).length)[0];
}

/** Find the density kind with a driving force at a temperature in kelvin. */
export function densityAt(driving: Driving, kelvin: number): ConcentrationDensity | undefined {
  return storageEstimates(driving).find(([, own]) => Math.abs(own - kelvin) <= 1e-9 * kelvin)?.[0];
}

function storageEstimates(driving: Driving): readonly (readonly [ConcentrationDensity, number])[] {
  if (driving.kind === "ohmic") return [];
  return temperatures[driving.kind].map(([name, of]) => [name, tidy(of(driving.scale))] as const);
}

function called(name: "exp" | "log" | "exprel", x: number): number {
  return hostFunctions[name]?.(x) ?? Number.NaN;
}

/** Find the driving force of a factor that depends on the potential and a concentration; undefined if there is none. */
export function drivingOf(factor: Expression): FoundDriving | undefined {
  const names = freeNames(factor);
  if (names.size !== 2 || !names.has("v") || !names.has(calcium)) return undefined;
  const found = [nernst(factor), ...constantField(factor)].find(
    (one) => one !== undefined && isSame(factor, one),
  );
  return found && { size: found.size, driving: found.driving };
}

interface Candidate extends FoundDriving {
  readonly driving: Exclude<Driving, { readonly kind: "ohmic" }>;
}

type Force = (scale: number, outside: number, at: { v: number; inside: number }) => number;

const forces: Readonly<Record<Candidate["driving"]["kind"], Force>> = {
  nernst: (scale, outside, { v, inside }) => scale * called("log", outside / inside) - v,
  field: (scale, outside, { v, inside }) =>
    (outside * called("exp", -v / scale) - inside) / called("exprel", -v / scale),
};

function isSame(factor: Expression, { size, driving }: Candidate): boolean {
  const usual = Math.abs(valueAt(factor, { v: -60, [calcium]: 1e-3 }));
  return potentials.every((v) => {
    const at = surroundingsAt(v);
    const inside = at[calcium] ?? 0;
    const theirs = size * forces[driving.kind](driving.scale, driving.outside, { v, inside });
    const mine = valueAt(factor, at);
    // Near its zero, the difference of larger numbers is compared with a wider tolerance.
    return Math.abs(mine - theirs) <= 1e-9 * (Math.abs(mine) + 1e-3 * usual);
  });
}

function nernst(factor: Expression): Candidate | undefined {
  const form = affineIn(factor, new Set(["v"]));
  const slope = form && constantOf(form.coefficients.get("v") ?? form.constant);
  if (form === undefined || slope === undefined || slope === 0) return undefined;
  const reversal = (inside: number) => valueAt(form.constant, { [calcium]: inside }) / -slope;
  const [low, high] = [1e-3, 1];
  const scale = tidy((reversal(low) - reversal(high)) / called("log", high / low));
  const outside = tidy(high * called("exp", reversal(high) / scale));
  return { size: -slope, driving: { kind: "nernst", scale, outside } };
}

/** Linear in the concentration, with exponentials of the potential. */
function constantField(factor: Expression): readonly Candidate[] {
  const at = (inside: number) => valueAt(factor, { v: 0, [calcium]: inside });
  const [empty, one] = [at(0), at(1)];
  const [size, outside] = [tidy(empty - one), tidy(empty / (empty - one))];
  return placesIn(factor)
    .filter(({ midpoint }) => midpoint === 0)
    .map(({ scale }) => ({ size, driving: { kind: "field", scale, outside } }));
}
