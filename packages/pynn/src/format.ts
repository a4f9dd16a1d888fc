import type { FormatRecord } from "@spikeloom/kernel";
import { defineScriptFormat } from "@spikeloom/simulate/script-format";
import { pynnLosses } from "./export/losses.ts";

/**
 * Networks as PyNN scripts that reproduce the same spikes on NEST.
 *
 * Connections and values are those that a run with the same seed draws. All models, rules and stimuli that PyNN lacks
 * are refused at once.
 */
export const pynnFormat: FormatRecord = defineScriptFormat({
  name: "pynn",
  about: "A network as a PyNN script, with its arrays in a separate folder.",
  cite: ["doi:10.3389/neuro.11.011.2008"],
  losses: pynnLosses,
  load: async () => (await import("./export/export-pynn.ts")).exportPynn,
});
