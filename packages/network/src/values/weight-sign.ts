import type { ReceptorRecord } from "@spikeloom/kernel";
import { formatInternal, parseUnit } from "@spikeloom/units";
import { WEIGHT_SIGN } from "../errors.ts";
import type { SynapseValue } from "./synapse-row.ts";

/** Destination of the weights. */
export interface WeightTarget {
  readonly receptor: string;
  readonly sign: NonNullable<ReceptorRecord["sign"]>;
  /** The receptor's unit. */
  readonly unit: string;
  readonly place: string;
}

/** Reject weights with a sign the receptor does not accept, as they are generated. */
export function guardWeights(weights: SynapseValue, target: WeightTarget): SynapseValue {
  if (weights.constant !== undefined) {
    checkSign(weights.constant, target);
    return weights;
  }
  const { extent } = weights;
  const isRight = extent?.every((end) => isSignRight(end, target.sign)) === true;
  if (isRight) return weights;
  return {
    extent,
    fill(row, out): void {
      weights.fill(row, out);
      checkRow(out, row.partners.length, target);
    },
  };
}

function checkRow(weights: Float64Array, length: number, target: WeightTarget): void {
  const factor = target.sign === "positive" ? 1 : -1;
  for (let k = 0; k < length; k++) {
    const weight = weights[k] as number;
    if (factor * weight < 0) checkSign(weight, target);
  }
}

/** Test whether a receptor accepts the sign of a weight; zero always passes. */
export function isSignRight(weight: number, sign: WeightTarget["sign"]): boolean {
  return sign === "positive" ? weight >= 0 : weight <= 0;
}

/** Reject a weight with a sign the receptor does not accept. */
export function checkSign(weight: number, { receptor, sign, unit, place }: WeightTarget): void {
  if (isSignRight(weight, sign)) return;
  throw WEIGHT_SIGN({
    place,
    receptor,
    sign,
    got: formatInternal(weight, parseUnit(unit).dimension),
  });
}
