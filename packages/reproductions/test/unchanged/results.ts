import { readFileSync } from "node:fs";

/** Spikes, their digits and the digits of the final state, by the name of the case. */
export const recordedResults: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL("results.json", import.meta.url), "utf8"),
);
