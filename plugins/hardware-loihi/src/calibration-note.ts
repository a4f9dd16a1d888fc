import { type Discretisation, usualDiscretisation } from "./discretised.ts";

/** Differences between a population on the chip and in floating point, if both receive the same spikes. */
export interface CalibrationLoss {
  /** Squared van Rossum distance, relative to the norm of the spike trains in floating point. */
  readonly spikes: number;
  /** Mean difference of potentials, relative to the mean threshold above the reset. */
  readonly potential: number;
}

/** Choice of a population's integers. */
export interface Calibration {
  readonly population: string;
  readonly chosen: Discretisation;
  /** Of neurons that the search did not use, with the usual integers and with the chosen ones. */
  readonly before: CalibrationLoss;
  readonly after: CalibrationLoss;
  /** Number of candidates that were run, and of their steps. */
  readonly tried: number;
  readonly steps: number;
}

/** Describe the choice of a population, and its losses. */
export function calibrationNote({
  population,
  chosen,
  before,
  after,
  tried,
  steps,
}: Calibration): string {
  const isUsual = chosen === usualDiscretisation;
  const change = (a: string, b: string): string => (isUsual ? a : `${a} to ${b}`);
  const distance = change(share(before.spikes), share(after.spikes));
  const potential = change(share(before.potential), share(after.potential));
  const losses = `spike-train distance ${distance}, error of the potential ${potential} of the threshold`;
  return `${population}: ${tried} discretisations over ${steps} steps, ${losses}; ${isUsual ? "the usual one is kept" : choiceText(chosen)}`;
}

function share(value: number): string {
  return `${(100 * value).toPrecision(3)} %`;
}

function choiceText({ scale, clips: shares, du, dv, threshold }: Discretisation): string {
  const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));
  const parts = [
    scale === 1 ? "" : `scale times ${scale.toPrecision(4)}`,
    ...[...shares].map(
      ([name, clip]) => `${name} clipped at ${100 * clip} % of the largest weight`,
    ),
    du === 0 ? "" : `du ${signed(du)}`,
    dv === 0 ? "" : `dv ${signed(dv)}`,
    threshold === 0 ? "" : `thresholds ${signed(threshold)}`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}
