import { defineIntegrator, type IntegratorRecord } from "@spikeloom/kernel";

/** Classical fourth-order Runge-Kutta. */
export const rk4: IntegratorRecord = defineIntegrator({
  name: "rk4",
  about: "Classical fourth-order Runge-Kutta.",
  cite: ["isbn:978-3-540-56670-0"],
  handles: "any",
  noise: "none",
  order: 4,
  stages: {
    k1: "f(x, t)",
    k2: "f(x + dt / 2 * k1, t + dt / 2)",
    k3: "f(x + dt / 2 * k2, t + dt / 2)",
    k4: "f(x + dt * k3, t + dt)",
  },
  update: "x + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)",
});
