/** What hands a run on to a changed network; loaded where a network may be changed while it runs. */
export { carriedMemory } from "./carried-memory.ts";
export { carryState, takeOver } from "./carried-state.ts";
