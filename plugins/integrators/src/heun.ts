import { defineIntegrator, type IntegratorRecord } from "@spikeloom/kernel";

/** Stochastic Heun: trapezoidal drift and noise, the Stratonovich solution. */
export const heun: IntegratorRecord = defineIntegrator({
  name: "heun",
  about: "Trapezoidal predictor-corrector; noise in the Stratonovich sense.",
  cite: ["doi:10.1137/0719041"],
  handles: "any",
  noise: "any",
  order: 2,
  // For diagonal (commutative) noise; 1/2 where several noises act on one variable and do not commute.
  strongOrder: 1,
  stages: {
    drift: "f(x, t)",
    noise: "g(x, t)",
    x_end: "x + dt * drift + noise * dW",
  },
  update: "x + dt * (drift + f(x_end, t + dt)) / 2 + (noise + g(x_end, t + dt)) * dW / 2",
});
