import { resolveConvention, roundDelay } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import type { Column, SessionOptions } from "../session.ts";

/** Distance from the grid, in steps, that sums of decimal fractions may have. */
const slack = 1e-6;

/**
 * Round delays as the simulator of a convention does, and return them.
 *
 * The results are whole steps; NEURON's events keep their delays.
 */
export function usedDelays(
  delays: Column,
  { timestep, convention }: Pick<SessionOptions, "timestep" | "convention">,
): Column {
  if (convention === "neuron") return delays;
  const rules = { dt: timestep, convention: resolveConvention(convention) };
  const used = (delay: number): number => {
    const steps = roundDelay(delay, rules, "delay");
    const isKept = Math.abs(delay / timestep - steps) < slack;
    // Delays that are too short are refused before rounding.
    return isKept || !(steps >= rules.convention.delay.least) ? delay : timeOfStep(steps, timestep);
  };
  return typeof delays === "number" ? used(delays) : delays.map(used);
}
