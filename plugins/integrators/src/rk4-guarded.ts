import { defineIntegrator, type IntegratorRecord } from "@spikeloom/kernel";
import { rk4 } from "./rk4.ts";

/**
 * Classical Runge-Kutta, with sub-steps near a spike's upstroke.
 *
 * The guard compares the step with the time constant of the equations at its end: up to 0.3 of it the error of a step,
 * below (dt growth)^5 / 120, is comparable to that of sub-steps in the upstroke.
 */
export const rk4Guarded: IntegratorRecord = defineIntegrator({
  ...rk4,
  name: "rk4-guarded",
  about: "Classical Runge-Kutta, with sub-steps only for neurons near their upstroke.",
  cite: ["isbn:978-3-540-56670-0"],
  linear: "exact",
  guard: "abs(growth(x + dt * k3, t + dt)) * dt > 0.3",
});
