import type { NeuronRecord, PopulationRecord } from "@spikeloom/kernel";
import { PINNED_STEP } from "../errors.ts";
import { readTime } from "../plan/network-step.ts";

/**
 * Reject a model that is defined at another step.
 *
 * A population with its own integrator runs it at any step.
 */
export function checkPinnedStep(
  { name: model, integrator }: NeuronRecord,
  record: Pick<PopulationRecord, "integrator">,
  { dt, place }: { readonly dt: number; readonly place: string },
): void {
  const pinned = integrator?.dt;
  if (pinned === undefined || record.integrator !== undefined) return;
  if (Math.abs(readTime(pinned, place) - dt) <= 1e-9 * dt) return;
  throw PINNED_STEP({ place, model, pinned, got: `${dt} ms` });
}
