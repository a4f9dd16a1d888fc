import type { NeuronRecord, PopulationRecord } from "@spikeloom/kernel";
import { PINNED_STEP } from "../errors.ts";
import { readTime } from "../plan/network-step.ts";

/**
 * Refuse a model that is defined at another step.
 *
 * A population with an integrator of its own runs it at any.
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
