import { hostFunctions } from "@spikeloom/equations/functions";
import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { VALUE_NUMBER } from "../errors.ts";
import { weightUnit } from "../plan/choose-receptor.ts";
import { type ProjectionModels, projectionModels } from "../plan/plan-projection.ts";
import { projectionNames } from "../plan/projection-names.ts";
import { checkWithin, type WeightBounds, weightBounds } from "../plan/weight-bounds.ts";
import { extentInPieces } from "../values/extent-of.ts";
import { whole } from "../values/in-pieces.ts";
import { ownUnit } from "../values/own-unit.ts";
import { checkSign } from "../values/weight-sign.ts";
import { checkWhole, integerGiven } from "../values/whole-weights.ts";
import { quietly } from "./collect.ts";

/** Context of a weight check. */
export interface CheckedWeights {
  /** Bounds of the plasticity rule. */
  readonly bounds: WeightBounds | undefined;
  readonly unit: string;
  readonly place: string;
}

/** Create a check that rejects weights with a wrong sign, a fraction, or outside the bounds. */
export function weightCheck(
  models: ProjectionModels,
  { bounds, unit, place }: CheckedWeights,
): (weights: Float64Array) => void {
  const { target, receptor } = models;
  const sign = receptor === undefined ? undefined : target.receptors?.[receptor]?.sign;
  const variable = integerGiven(models);
  const check = (weight: number): void => {
    if (!Number.isFinite(weight)) throw VALUE_NUMBER({ place, got: String(weight) });
    if (bounds !== undefined) checkWithin(weight, { bounds, unit, place });
    if (receptor === undefined) return;
    if (variable !== undefined) checkWhole(weight, { receptor, variable, place });
    if (sign !== undefined) checkSign(weight, { receptor, sign, unit, place });
  };
  return (weights) => {
    // Bounds and signs hold for all weights if they hold for the minimum and the maximum.
    if (variable === undefined && holdsAtEnds(weights, check)) return;
    for (const weight of weights) check(weight);
  };
}

/** Test whether a check passes for the minimum and maximum of a list, all values being finite. */
export function holdsAtEnds(values: Float64Array, check: (value: number) => void): boolean {
  const ends = whole(extentInPieces(values));
  if (ends === undefined) return false;
  return (
    quietly(() => {
      for (const end of ends) check(end);
      return true;
    }) === true
  );
}

/**
 * Reject weights, in internal units, that synapses must not be set to.
 *
 * Applies the same rules as the network's check.
 */
export function checkSetWeights(
  weights: Float64Array,
  { network, projection, stack }: { network: NetworkRecord; projection: string; stack: Stack },
  place: string,
): void {
  const index = projectionNames(network).indexOf(projection);
  const record = network.projections?.[index];
  if (record === undefined) return;
  const within = `projections[${index}]`;
  const task = { network, record, name: projection, place: within, options: { stack, seed: 0 } };
  const models = projectionModels(task);
  const { target, receptor, synapse, plasticity } = models;
  const rules = { synapse: synapse?.model, plasticity: plasticity?.model };
  const unit = weightUnit(target, receptor, rules) ?? ownUnit(record.weight);
  const bounds = weightBounds(plasticity, { place: within, functions: hostFunctions });
  weightCheck(models, { bounds, unit, place })(weights);
}
