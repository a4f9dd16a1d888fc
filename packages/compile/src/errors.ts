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
