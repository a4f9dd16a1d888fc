import type { ExpressionRecord } from "@spikeloom/kernel";

/** Magnesium concentration that blocks NMDA receptors. */
export const magnesiumParameters = {
  c_mg: { default: "1 mM", about: "extracellular magnesium concentration", min: "0 mM" },
} as const;

/** Fraction of NMDA receptors that magnesium does not block (Jahr and Stevens 1990, as fitted there). */
export const magnesium: { readonly unblocked: ExpressionRecord } = {
  unblocked: {
    value: "1 / (1 + c_mg / (3.57*mM) * exp(-0.062 * v_post / mV))",
    unit: "1",
    about: "fraction of receptors that are not blocked",
  },
};
