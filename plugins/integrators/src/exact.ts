import { defineIntegrator, type IntegratorRecord } from "@spikeloom/kernel";

/** Exact propagator of a linear system, by the matrix exponential over one step. */
export const exact: IntegratorRecord = defineIntegrator({
  name: "exact",
  about: "Exact solution of linear equations over a step by the matrix exponential.",
  cite: ["doi:10.1007/s004220050570"],
  handles: "linear",
  noise: "none",
  order: Number.POSITIVE_INFINITY,
});
