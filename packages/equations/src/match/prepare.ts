import { isFixed } from "@spikeloom/kernel";
import { checkModelInFull } from "../model/check.ts";
import type { Anatomy } from "./anatomy.ts";
import { dissect, type ModelRecord } from "./dissect.ts";
import { type Sum, sumOfProducts, TooLarge } from "./sum-of-products.ts";

/** A dissected model with expanded claims. */
export interface Prepared {
  readonly anatomy: Anatomy;
  readonly sums: readonly Sum[];
  readonly signs: ReadonlyMap<string, "positive" | "negative">;
}

const known = new WeakMap<ModelRecord, { readonly prepared: Prepared | undefined }>();

/** Dissect a model; undefined if it is invalid or too large. */
export function prepare(model: ModelRecord): Prepared | undefined {
  const before = known.get(model);
  if (before !== undefined) return before.prepared;
  const prepared = prepareAnew(model);
  if (isFixed(model)) known.set(model, { prepared });
  return prepared;
}

function prepareAnew(model: ModelRecord): Prepared | undefined {
  if (checkModelInFull(model).length > 0) return undefined;
  try {
    const anatomy = dissect(model);
    const receptors = model.kind === "neuron" ? Object.entries(model.receptors ?? {}) : [];
    const signs = receptors.flatMap(([name, { sign }]) =>
      sign === undefined ? [] : [[name, sign] as const],
    );
    return {
      anatomy,
      sums: anatomy.claims.map(({ value }) => sumOfProducts(value)),
      signs: new Map(signs),
    };
  } catch (fault) {
    if (fault instanceof TooLarge) return undefined;
    throw fault;
  }
}
