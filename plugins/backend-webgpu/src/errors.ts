import { defineError, type ErrorFactory } from "@spikeloom/kernel";

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
