import { defineIntegrator, type IntegratorRecord } from "@spikeloom/kernel";

/** Euler drift with Heun's noise: the scheme that Brian2 calls "heun". */
export const eulerHeun: IntegratorRecord = defineIntegrator({
  name: "euler-heun",
  about:
    "Forward Euler for the drift and Heun for the noise; converges to the Stratonovich solution.",
  cite: ["doi:10.1007/978-3-662-12616-5"],
  handles: "any",
  noise: "any",
  order: 1,
  strongOrder: 1,
  stages: {
    noise: "g(x, t)",
    x_support: "x + noise * dW",
  },
  update: "x + dt * f(x, t) + (noise + g(x_support, t + dt)) * dW / 2",
});
