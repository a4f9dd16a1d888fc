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

/** A compiled kernel reads a name that is no variable, parameter or number. */
export const UNBOUND_NAME: ErrorFactory<{ readonly kernel: string; readonly name: string }> =
  defineError("SL_UNBOUND_NAME", ({ kernel, name }) => ({
    message: `"${name}" has no value when the kernel runs.`,
    place: `kernel "${kernel}"`,
    next: "Declare it as a parameter, a state variable or an expression of the model.",
  }));

/** An expression calls a function that has no code. */
export const FUNCTION_WITHOUT_CODE: ErrorFactory<{ readonly name: string }> = defineError(
  "SL_FUNCTION_WITHOUT_CODE",
  ({ name }) => ({
    message: "No target has this function.",
    place: `function "${name}"`,
    next: "Use one of the functions of equations: specs/equations lists them.",
  }),
);

/** A routine of the intermediate form uses values of the wrong types. */
export const VALUE_TYPES: ErrorFactory<{
  readonly operator: string;
  readonly types: readonly string[];
}> = defineError("SL_VALUE_TYPES", ({ operator, types }) => ({
  message: `"${operator}" takes no values of these types.`,
  place: "a routine",
  got: types.join(", "),
  next: "This is a fault of a code generator: report it with the model.",
}));

/** A target has no code for an operator of the intermediate form. */
export const NO_OPERATOR: ErrorFactory<{ readonly operator: string; readonly type: string }> =
  defineError("SL_NO_OPERATOR", ({ operator, type }) => ({
    message: `This target has no code for "${operator}" of ${type}.`,
    place: "a routine",
    next: "Choose another target, or report it with the model.",
  }));

/** An integer of a model does not fit the numbers of a target. */
export const CODE_WIDTH: ErrorFactory<{
  readonly population: string;
  readonly of: string;
  readonly bits: number;
}> = defineError("SL_CODE_WIDTH", ({ population, of, bits }) => ({
  message: `"${of}" holds more whole numbers than the floats of this target do.`,
  place: `population "${population}"`,
  expected: "integers of at most 24 bits, besides their sign",
  got: `${bits} bits`,
  next: "Choose another target.",
}));
