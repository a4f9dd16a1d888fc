import { defineIntegrator, type IntegratorRecord } from "@spikeloom/kernel";

/** Integrator of the linear equations of models in these tests. */
export const exact: IntegratorRecord = defineIntegrator({
  name: "exact",
  about: "Exact solution of linear equations over a step.",
  handles: "linear",
  noise: "none",
  order: Number.POSITIVE_INFINITY,
});
