import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** Generated code leaves its operand stack in a state that WebAssembly rejects. */
export const WASM_STACK: ErrorFactory<{
  readonly functionName: string;
  readonly by: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_WASM_STACK", ({ functionName, by, expected, got }) => ({
  message: `"${by}" does not match the operands on the stack.`,
  place: `function ${functionName}`,
  expected,
  got,
  next: "This is an error in a code generator: report it with the model.",
}));

/** Generated code refers to something that does not exist, or is in an order that the format forbids. */
export const WASM_STRUCTURE: ErrorFactory<{ readonly place: string; readonly message: string }> =
  defineError("SL_WASM_STRUCTURE", ({ place, message }) => ({
    message,
    place,
    next: "This is an error in a code generator: report it with the model.",
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
  next: "This is an error in a code generator: report it with the model.",
}));

/** A compiled kernel reads a name that is not a variable, parameter or number. */
export const UNBOUND_NAME: ErrorFactory<{ readonly kernel: string; readonly name: string }> =
  defineError("SL_UNBOUND_NAME", ({ kernel, name }) => ({
    message: `"${name}" has no value when the kernel runs.`,
    place: `kernel "${kernel}"`,
    next: "Declare it as a parameter, a state variable or an expression of the model.",
  }));

/** An expression calls a function without an implementation. */
export const FUNCTION_WITHOUT_CODE: ErrorFactory<{ readonly name: string }> = defineError(
  "SL_FUNCTION_WITHOUT_CODE",
  ({ name }) => ({
    message: "No target implements this function.",
    place: `function "${name}"`,
    next: "Use one of the functions of equations: specs/equations lists them.",
  }),
);

/** A routine of the intermediate form uses values of the wrong types. */
export const VALUE_TYPES: ErrorFactory<{
  readonly operator: string;
  readonly types: readonly string[];
}> = defineError("SL_VALUE_TYPES", ({ operator, types }) => ({
  message: `"${operator}" does not accept values of these types.`,
  place: "a routine",
  got: types.join(", "),
  next: "This is an error in a code generator: report it with the model.",
}));

/** A target has no code for an operator of the intermediate form. */
export const NO_OPERATOR: ErrorFactory<{ readonly operator: string; readonly type: string }> =
  defineError("SL_NO_OPERATOR", ({ operator, type }) => ({
    message: `This target does not implement "${operator}" for ${type}.`,
    place: "a routine",
    next: "Choose another target, or report it with the model.",
  }));

/** An integer of a model exceeds the precision of a target's numbers. */
export const CODE_WIDTH: ErrorFactory<{
  readonly population: string;
  readonly of: string;
  readonly bits: number;
}> = defineError("SL_CODE_WIDTH", ({ population, of, bits }) => ({
  message: `"${of}" has more bits than floats of this target represent exactly.`,
  place: `population "${population}"`,
  expected: "integers of at most 24 bits, plus sign",
  got: `${bits} bits`,
  next: "Choose another target.",
}));

/** A spike time is before the first step. */
export const SPIKE_TIME: ErrorFactory<{
  readonly place: string;
  readonly least: string;
  readonly got: string;
}> = defineError("SL_SPIKE_TIME", ({ place, least, got }) => ({
  message: "A spike time is before the first one that this convention can send.",
  place,
  expected: `at least ${least}`,
  got,
  next: "Move the spike, or choose another convention.",
}));

/** A drawn source sends more spikes in one step than is plausible. */
export const SPIKES_PER_STEP: ErrorFactory<{
  readonly place: string;
  readonly most: number;
  readonly got: number;
}> = defineError("SL_SPIKES_PER_STEP", ({ place, most, got }) => ({
  message: "A source sends too many spikes in one step.",
  place,
  expected: `at most ${most}`,
  got: String(got),
  next: "Shorten the step, lower the rate, or use a Poisson stimulus, which counts instead of listing.",
}));

/** No adapter of a graphics processor was found. */
export const GPU_ADAPTER: ErrorFactory<{ readonly got: string; readonly next: string }> =
  defineError("SL_GPU_ADAPTER", ({ got, next }) => ({
    message: "There is no graphics processor that WebGPU can use.",
    place: "graphics processor",
    expected: "an adapter of WebGPU",
    got,
    next,
  }));

/** A network or training needs more than the adapter allows. */
export const GPU_LIMIT: ErrorFactory<{
  readonly limit: string;
  readonly what: string;
  readonly most: number;
  readonly needed: number;
}> = defineError("SL_GPU_LIMIT", ({ limit, what, most, needed }) => ({
  message: `The ${what} exceed a limit of the graphics processor.`,
  place: limit,
  expected: `at most ${most}`,
  got: String(needed),
  next: "Use a smaller network or shorter delays, or another adapter.",
}));

/** The graphics processor has not enough memory. */
export const GPU_MEMORY: ErrorFactory<{ readonly bytes: number; readonly got: string }> =
  defineError("SL_GPU_MEMORY", ({ bytes, got }) => ({
    message: "The arrays do not fit in the memory of the graphics processor.",
    place: "graphics processor",
    expected: `room for ${bytes} bytes`,
    got,
    next: "Close other programs that use it, or reduce the network.",
  }));

/** The graphics processor was lost during a run. */
export const GPU_LOST: ErrorFactory<{ readonly step: number; readonly got: string }> = defineError(
  "SL_GPU_LOST",
  ({ step, got }) => ({
    message: `The graphics processor was lost after step ${step}.`,
    place: "graphics processor",
    expected: "a processor that stays available",
    got,
    next: "Data recorded up to this step are complete. Run again, or use another backend.",
  }),
);

/** A command or shader was rejected. */
export const GPU_COMMAND: ErrorFactory<{ readonly got: string }> = defineError(
  "SL_GPU_COMMAND",
  ({ got }) => ({
    message: "The graphics processor rejected a command.",
    place: "graphics processor",
    got,
    next: "This is an error in a code generator: report it with the network.",
  }),
);

/** Sums of a receptor could overflow, or weights would lose too many digits. */
export const FIXED_SCALE: ErrorFactory<{
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}> = defineError("SL_FIXED_SCALE", (text) => text);
