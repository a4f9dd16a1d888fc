import type { CouplingRecord, ReadRecord } from "@spikeloom/kernel";

/** The potential of the target, which drives the current. */
export const targetPotential: { readonly v_post: ReadRecord } = {
  v_post: { of: "post", variable: "v", unit: "mV" },
};

/** The potential of the source. */
export const sourcePotential: { readonly v_pre: ReadRecord } = {
  v_pre: { of: "pre", variable: "v", unit: "mV" },
};

/** Give the current through a conductance of `weight` times `open`, added to the target's input. */
export function current(open: string): readonly CouplingRecord[] {
  return [{ into: "i_inj", value: `weight * ${open} * (e_rev - v_post)`, unit: "nA" }];
}

/** Describe a time constant: never zero or negative. */
export function timeConstant<const Value extends `${number} ms`>(value: Value, about: string) {
  return { default: value, about, min: "0 ms", exclusive: true } as const;
}
