import { defineError, type ErrorFactory } from "@spikeloom/kernel";
import { printBytes } from "@spikeloom/network";

/** No adapter of a graphics processor was found. */
export const GPU_ADAPTER: ErrorFactory<{ readonly got: string; readonly next: string }> =
  defineError("SL_GPU_ADAPTER", ({ got, next }) => ({
    message: "There is no graphics processor that WebGPU can use.",
    place: 'backend "webgpu"',
    expected: "an adapter of WebGPU",
    got,
    next,
  }));

/** The network needs more than the adapter allows. */
export const GPU_LIMIT: ErrorFactory<{
  readonly limit: string;
  readonly what: string;
  readonly most: number;
  readonly needed: number;
}> = defineError("SL_GPU_LIMIT", ({ limit, what, most, needed }) => ({
  message: `The ${what} of the network exceed a limit of the graphics processor.`,
  place: limit,
  expected: `at most ${most}`,
  got: String(needed),
  next: "Use a smaller network or shorter delays, or another adapter.",
}));

/** The graphics processor has not enough memory. */
export const GPU_MEMORY: ErrorFactory<{ readonly bytes: number; readonly got: string }> =
  defineError("SL_GPU_MEMORY", ({ bytes, got }) => ({
    message: "The network does not fit in the memory of the graphics processor.",
    place: 'backend "webgpu"',
    expected: `room for ${printBytes(bytes)}`,
    got,
    next: "Close other programs that use it, or reduce the network.",
  }));

/** The graphics processor was lost during a run. */
export const GPU_LOST: ErrorFactory<{ readonly step: number; readonly got: string }> = defineError(
  "SL_GPU_LOST",
  ({ step, got }) => ({
    message: `The graphics processor was lost after step ${step}.`,
    place: 'backend "webgpu"',
    expected: "a processor that stays available",
    got,
    next: "Data recorded up to this step are complete. Run again, or use another backend.",
  }),
);

/** A command or shader of the backend was rejected. */
export const GPU_COMMAND: ErrorFactory<{ readonly got: string }> = defineError(
  "SL_GPU_COMMAND",
  ({ got }) => ({
    message: "The graphics processor rejected a command of the backend.",
    place: 'backend "webgpu"',
    got,
    next: "This is an error of the backend: report it with the network.",
  }),
);

/** Sums of a receptor could leave the range of integers, or weights would lose too many digits. */
export const FIXED_SCALE: ErrorFactory<{
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}> = defineError("SL_FIXED_SCALE", (text) => text);

/** More events of one neuron in a step than the sums allow for. */
export const FIXED_EVENTS: ErrorFactory<{
  readonly place: string;
  readonly step: number;
  readonly most: number;
  readonly got: number;
}> = defineError("SL_FIXED_EVENTS", ({ place, step, most, got }) => ({
  message: `A neuron has more events in step ${step} than its sums allow for.`,
  place,
  expected: `at most ${most}`,
  got: String(got),
  next: "Use a shorter step or a lower rate.",
}));

/** A plastic synapse delivered more than its sums allow for. */
export const DELIVERY_RANGE: ErrorFactory<{ readonly step: number; readonly until: number }> =
  defineError("SL_DELIVERY_RANGE", ({ step, until }) => ({
    message: `A plastic synapse delivered more than its sums allow for after step ${step}.`,
    place: 'backend "webgpu"',
    expected: "at most what the notes of the run state for its rule",
    got: `more in one of the steps ${step} to ${until - 1}`,
    next: "Bound the weights of the rule, start from larger ones, or use the backend `clock`.",
  }));

/** A delay that does not fit beside the index of a sum. */
export const DELAY_BITS: ErrorFactory<{
  readonly place: string;
  readonly most: number;
  readonly got: number;
}> = defineError("SL_DELAY_BITS", ({ place, most, got }) => ({
  message: "The delay is longer than the backend can store for a network of this size.",
  place,
  expected: `at most ${most} steps`,
  got: `${got} steps`,
  next: "Use shorter delays or a longer step.",
}));
