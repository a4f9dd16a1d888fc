export type { Role } from "./anatomy.ts";
export type { ModelRecord } from "./dissect.ts";
export type { MatchOptions } from "./match-options.ts";
export { matchStandard, type StandardMatch } from "./match-standard.ts";
