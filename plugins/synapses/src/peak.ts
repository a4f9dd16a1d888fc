import type { ExpressionRecord } from "@spikeloom/kernel";

/**
 * Factor that normalises the peak of a double exponential to one.
 *
 * It is exp(t_peak / tau_rise), written so that equal time constants give e (the alpha function).
 */
export const peak: { readonly peak: ExpressionRecord } = {
  peak: {
    value: "exp(1 / exprel(-log(tau_decay / tau_rise)))",
    unit: "1",
    about: "drive for a peak of one",
  },
};
