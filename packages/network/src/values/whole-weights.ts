import type { NeuronRecord, SynapseRecord } from "@spikeloom/kernel";
import { WEIGHT_WHOLE } from "../errors.ts";
import type { SynapseValue } from "./synapse-value.ts";

/** Where whole weights go. */
export interface WholeTarget {
  readonly receptor: string;
  /** The integer that they are added to. */
  readonly variable: string;
  readonly place: string;
}

/** Find the integer that a receptor adds weights to; undefined where all its variables are real numbers. */
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
 * Find the integer that weights are added to as they are.
 *
 * What a synapse model delivers, or a rule changes, is cut to whole numbers as it arrives.
 */
export function integerGiven(models: Models): string | undefined {
  const { target, receptor, synapse, plasticity } = models;
  const isMoved = synapse?.model.deliver !== undefined || plasticity !== undefined;
  return isMoved || receptor === undefined ? undefined : integerBehind(target, receptor);
}

/** Refuse a weight that an integer cannot take. */
export function checkWhole(weight: number, { receptor, variable, place }: WholeTarget): void {
  if (Number.isInteger(weight)) return;
  throw WEIGHT_WHOLE({ place, receptor, variable, got: String(weight) });
}

/** Refuse weights that an integer cannot take, as they come. */
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
