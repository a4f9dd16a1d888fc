import type { NeuronRecord, SynapseRecord } from "@spikeloom/kernel";
import { WEIGHT_WHOLE } from "../errors.ts";
import type { SynapseValue } from "./synapse-row.ts";

/** Destination of integer weights. */
export interface WholeTarget {
  readonly receptor: string;
  /** The integer that they are added to. */
  readonly variable: string;
  readonly place: string;
}

/** Find the integer state to which a receptor adds weights; undefined if all its variables are real numbers. */
export function integerBehind(model: NeuronRecord, receptor: string): string | undefined {
  const changed = Object.keys(model.receptors?.[receptor]?.on ?? {});
  return changed.find((variable) => model.state?.[variable]?.type === "integer");
}

/** The models of a projection. */
interface Models {
  readonly target: NeuronRecord;
  readonly receptor: string | undefined;
  readonly synapse: { readonly model: SynapseRecord } | undefined;
  readonly plasticity: unknown;
}

/**
 * Find the integer state to which weights are added unchanged.
 *
 * Weights computed by a synapse model or changed by a rule are truncated to integers on arrival.
 */
export function integerGiven(models: Models): string | undefined {
  const { target, receptor, synapse, plasticity } = models;
  const isMoved = synapse?.model.deliver !== undefined || plasticity !== undefined;
  return isMoved || receptor === undefined ? undefined : integerBehind(target, receptor);
}

/** Reject a weight that an integer state cannot hold. */
export function checkWhole(weight: number, { receptor, variable, place }: WholeTarget): void {
  if (Number.isInteger(weight)) return;
  throw WEIGHT_WHOLE({ place, receptor, variable, got: String(weight) });
}

/** Reject weights that an integer state cannot hold, as they are generated. */
export function guardWhole(weights: SynapseValue, target: WholeTarget): SynapseValue {
  if (weights.constant !== undefined) {
    checkWhole(weights.constant, target);
    return weights;
  }
  return {
    extent: weights.extent,
    fill(row, out): void {
      weights.fill(row, out);
      for (let k = 0; k < row.partners.length; k++) checkWhole(out[k] as number, target);
    },
  };
}
