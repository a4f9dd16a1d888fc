import { defineIntegrator, type IntegratorRecord } from "@spikeloom/kernel";

/** Forward Euler; with additive noise Euler-Maruyama. */
export const euler: IntegratorRecord = defineIntegrator({
  name: "euler",
  about: "Forward Euler; with additive noise, Euler-Maruyama.",
  cite: ["doi:10.1007/978-3-662-12616-5"],
  handles: "any",
  noise: "additive",
  order: 1,
  // Order 1/2 in general; 1 for additive noise, the only kind that is accepted.
  strongOrder: 1,
  update: "x + dt * f(x, t) + g(x, t) * dW",
});
