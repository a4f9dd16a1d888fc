import { defineIntegrator, type IntegratorRecord } from "@spikeloom/kernel";

/** Second-order Runge-Kutta, midpoint rule. */
export const rk2: IntegratorRecord = defineIntegrator({
  name: "rk2",
  about: "Second-order Runge-Kutta by the midpoint rule.",
  cite: ["isbn:978-3-540-56670-0"],
  handles: "any",
  noise: "none",
  order: 2,
  stages: { x_mid: "x + dt / 2 * f(x, t)" },
  update: "x + dt * f(x_mid, t + dt / 2)",
});
