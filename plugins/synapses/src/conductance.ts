import type { CouplingRecord, ReadRecord } from "@spikeloom/kernel";

/** Potential of the target, which drives the current. */
export const targetPotential: { readonly v_post: ReadRecord } = {
  v_post: { of: "post", variable: "v", unit: "mV" },
};

/** Potential of the source. */
export const sourcePotential: { readonly v_pre: ReadRecord } = {
  v_pre: { of: "pre", variable: "v", unit: "mV" },
};

/** Return the current through a conductance of `weight` times `open`, added to the target's input. */
export function current(open: string): readonly CouplingRecord[] {
  return [{ into: "i_inj", value: `weight * ${open} * (e_rev - v_post)`, unit: "nA" }];
}

/** Time constant, always positive. */
export function timeConstant<const Value extends `${number} ms`>(value: Value, about: string) {
  return { default: value, about, min: "0 ms", exclusive: true } as const;
}
