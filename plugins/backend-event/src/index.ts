export { ENDLESS_SPIKES, EVENT_STATE, INSTANT_DELAY, NOT_EXACT } from "./errors.ts";
export { event } from "./event.ts";
