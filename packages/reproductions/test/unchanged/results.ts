import { readFileSync } from "node:fs";

/** Number of spikes, their hash and the hash of the final state, by name of the case. */
export const recordedResults: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL("results.json", import.meta.url), "utf8"),
);
