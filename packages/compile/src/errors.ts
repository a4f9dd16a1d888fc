import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** Generated code leaves its operand stack in a state that WebAssembly refuses. */
export const WASM_STACK: ErrorFactory<{
  readonly functionName: string;
  readonly by: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_WASM_STACK", ({ functionName, by, expected, got }) => ({
  message: `"${by}" doesn't fit the operands before it.`,
  place: `function ${functionName}`,
  expected,
  got,
  next: "This is a fault of a code generator: report it with the model.",
}));

/** Generated code names something that isn't there, or comes in an order that the format forbids. */
export const WASM_STRUCTURE: ErrorFactory<{ readonly place: string; readonly message: string }> =
  defineError("SL_WASM_STRUCTURE", ({ place, message }) => ({
    message,
    place,
    next: "This is a fault of a code generator: report it with the model.",
  }));

/** An immediate (lane, offset, alignment, constant) lies outside its range. */
export const WASM_IMMEDIATE: ErrorFactory<{
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_WASM_IMMEDIATE", ({ place, expected, got }) => ({
  message: "An immediate of an instruction is out of range.",
  place,
  expected,
  got,
  next: "This is a fault of a code generator: report it with the model.",
}));

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
  readonly next?: string | undefined;
}> = defineError("SL_NOT_COMPILED", ({ place, message, next }) => ({ message, place, next }));

/** A compiled kernel reads a name that is no variable, parameter or number. */
export const UNBOUND_NAME: ErrorFactory<{ readonly kernel: string; readonly name: string }> =
  defineError("SL_UNBOUND_NAME", ({ kernel, name }) => ({
    message: `"${name}" has no value when the kernel runs.`,
    place: `kernel "${kernel}"`,
    next: "Declare it as a parameter, a state variable or an expression of the model.",
  }));
