/** Layout, code and initial memory of rules; loaded if a network has any. */
export { eventDraw } from "@spikeloom/code";
export { ruleBounds } from "./rule-bounds.ts";
export { fillRule } from "./rule-fill.ts";
export { layRule } from "./rule-layout.ts";
export { importDraw, interpretedRules, writeRules } from "./written-rules.ts";
