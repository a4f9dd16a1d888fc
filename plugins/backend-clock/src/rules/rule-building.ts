/** What lays out rules, writes their code and fills their memory; loaded where a network has any. */
export { importDraw, interpretedRules, writeRules } from "./routines/written-rules.ts";
export { ruleBounds } from "./rule-bounds.ts";
export { eventDraw } from "./rule-code.ts";
export { fillRule } from "./rule-fill.ts";
export { layRule } from "./rule-layout.ts";
export { laySpikeCounts } from "./spike-counts.ts";
