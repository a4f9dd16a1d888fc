/** Code that transfers a run to a changed network; loaded if a network may be changed while it runs. */
export { carriedMemory } from "./carried-memory.ts";
export { carryState, takeOver } from "./carried-state.ts";
