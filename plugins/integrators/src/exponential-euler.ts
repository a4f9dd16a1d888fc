import { defineIntegrator, type IntegratorRecord } from "@spikeloom/kernel";

/** Exponential Euler: solves each variable exactly, with all others constant. */
export const exponentialEuler: IntegratorRecord = defineIntegrator({
  name: "exponential-euler",
  about: "Solves each variable exactly over a step, with all others held constant.",
  cite: ["doi:10.1017/S0962492910000048"],
  handles: "conditionally-linear",
  noise: "none",
  order: 1,
  // exprel keeps the formula finite where the slope is zero, and is the only function needed.
  update: "x + dt * f(x, t) * exprel(slope(x) * dt)",
});
