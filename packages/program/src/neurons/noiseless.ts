import { freeNames, isNoise } from "@spikeloom/equations";
import { INTEGRATOR_MISFIT } from "../errors.ts";
import type { System } from "./staggered.ts";

/** Reject equations with noise. */
export function checkNoiseless(model: string, integrator: string, dynamics: System): void {
  for (const [variable, side] of dynamics) {
    if (![...freeNames(side)].some(isNoise)) continue;
    throw INTEGRATOR_MISFIT({ model, integrator, reason: `d${variable}/dt has noise` });
  }
}
