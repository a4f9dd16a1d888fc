import { resolveConvention, roundDelay } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import type { Column, SessionOptions } from "../session.ts";

/** What a user's sums of decimal fractions may miss the grid by, in steps. */
const slack = 1e-6;

/**
 * Give delays as the simulator of a convention has them, and tells them.
 *
 * These are whole steps; NEURON's events keep their delays.
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
    // What is too short is refused as it was given.
    return isKept || !(steps >= rules.convention.delay.least) ? delay : timeOfStep(steps, timestep);
  };
  return typeof delays === "number" ? used(delays) : delays.map(used);
}
