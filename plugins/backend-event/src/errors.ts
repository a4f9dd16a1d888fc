import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** Something that an event-driven simulation cannot compute exactly. */
export const NOT_EXACT: ErrorFactory<{
  readonly place: string;
  readonly got: string;
  readonly expected: string;
  readonly next?: string;
}> = defineError("SL_NOT_EXACT", ({ next = "Run it with the clock backend.", ...fault }) => ({
  ...fault,
  message: "This has no exact solution from event to event.",
  next,
}));

/** Delays that are too short, or a cycle of synapses without delay. */
export const INSTANT_DELAY: ErrorFactory<{
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_INSTANT_DELAY", (fault) => ({
  ...fault,
  message: "A spike comes back at the time at which it is sent, or nearly so.",
  next: "Use longer delays, or the clock backend.",
}));

/** Spikes of a neuron without end at one time. */
export const ENDLESS_SPIKES: ErrorFactory<{
  readonly place: string;
  readonly time: number;
  readonly count: number;
}> = defineError("SL_ENDLESS_SPIKES", ({ place, time, count }) => ({
  message: "A neuron spikes again and again at one time.",
  place,
  expected: "a reset that ends the condition of the spike, or a refractory period",
  got: `${count} spikes at ${time} ms`,
  next: "Lower the value after the reset, or add a refractory period.",
}));

/** A saved state of another network or backend, or a damaged one. */
export const EVENT_STATE: ErrorFactory<{
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_EVENT_STATE", (fault) => ({
  ...fault,
  message: "The saved state does not fit this network.",
  next: "Continue with the network and the backend that saved it.",
}));
