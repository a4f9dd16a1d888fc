import { defineIntegrator, type IntegratorRecord } from "@spikeloom/kernel";

/** What the linear equations of models in these tests are advanced by. */
export const exact: IntegratorRecord = defineIntegrator({
  name: "exact",
  about: "Exact solution of linear equations over a step.",
  handles: "linear",
  noise: "none",
  order: Number.POSITIVE_INFINITY,
});
