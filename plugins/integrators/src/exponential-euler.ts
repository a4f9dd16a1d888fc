import { defineIntegrator, type IntegratorRecord } from "@spikeloom/kernel";

/** Exponential Euler: each variable is solved exactly while the others are frozen. */
export const exponentialEuler: IntegratorRecord = defineIntegrator({
  name: "exponential-euler",
  about: "Solves each variable exactly over a step while the others are frozen.",
  cite: ["doi:10.1017/S0962492910000048"],
  handles: "conditionally-linear",
  noise: "none",
  order: 1,
  // exprel keeps the formula finite where the slope is zero, and is the only function needed.
  update: "x + dt * f(x, t) * exprel(slope(x) * dt)",
});
