import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A random function that compiled equations can't draw from. */
export const UNSUPPORTED_DRAW: ErrorFactory<{ readonly name: string }> = defineError(
  "SL_UNSUPPORTED_DRAW",
  ({ name }) => ({
    message: `Compiled equations can't draw from "${name}".`,
    expected: "rand(), randn() or xi",
    next: "Use a Poisson stimulus or a Poisson population for spikes drawn from a rate.",
  }),
);

/** A receptor does something with the weight that a sum of weights can't stand for. */
export const NONLINEAR_RECEPTOR: ErrorFactory<{
  readonly model: string;
  readonly receptor: string;
  readonly variable: string;
}> = defineError("SL_NONLINEAR_RECEPTOR", ({ model, receptor, variable }) => ({
  message: `An arriving spike changes "${variable}" by more than a multiple of the weight.`,
  place: `neuron "${model}" receptors.${receptor}.on.${variable}`,
  expected: `"${variable} + factor * weight" with a factor that the spike doesn't change`,
  next: "Move the nonlinearity into the dynamics.",
}));

/** An integration scheme is not well formed. */
export const SCHEME: ErrorFactory<{ readonly integrator: string; readonly message: string }> =
  defineError("SL_SCHEME", ({ integrator, message }) => ({
    message,
    place: `integrator "${integrator}"`,
    next: "Compare with the integrators of @spikeloom/integrators.",
  }));

/** An integrator was chosen that can't advance these equations. */
export const INTEGRATOR_MISFIT: ErrorFactory<{
  readonly model: string;
  readonly integrator: string;
  readonly reason: string;
}> = defineError("SL_INTEGRATOR_MISFIT", ({ model, integrator, reason }) => ({
  message: `The integrator "${integrator}" can't advance this model: ${reason}.`,
  place: `neuron "${model}"`,
  next: "Choose another integrator, or leave the choice to the analysis.",
}));

/** Something in a model that the compiler can't turn into a step program. */
export const NOT_COMPILED: ErrorFactory<{
  readonly place: string;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  readonly next?: string | undefined;
}> = defineError("SL_NOT_COMPILED", (fault) => fault);
