import { defineIntegrator, type IntegratorRecord } from "@spikeloom/kernel";

/** Derivative-free Milstein scheme for diagonal noise in the Stratonovich sense. */
export const milstein: IntegratorRecord = defineIntegrator({
  name: "milstein",
  about: "Derivative-free Milstein scheme; noise in the Stratonovich sense.",
  cite: ["doi:10.1007/978-3-662-12616-5"],
  handles: "any",
  noise: "diagonal",
  order: 1,
  strongOrder: 1,
  stages: {
    noise: "g(x, t)",
    x_support: "x + sqrt(dt) * noise",
    noise_support: "g(x_support, t)",
  },
  // Kloeden & Platen, section 11.1. The support omits the drift: dW**2 has the mean dt here, not zero as in the Ito
  // form, and the drift would cause an error of order 1/2.
  update: "x + dt * f(x, t) + noise * dW + (noise_support - noise) * dW**2 / (2 * sqrt(dt))",
});
