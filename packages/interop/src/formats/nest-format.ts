import type { FormatRecord } from "@spikeloom/kernel";
import { defineScriptFormat } from "@spikeloom/simulate/script-format";
import { nestLosses } from "../nest/losses.ts";

/**
 * Networks as PyNEST scripts that reproduce the same spikes.
 *
 * Connections and values are those that a run with the same seed draws. Everything that NEST has no model for is
 * refused at once.
 */
export const nestFormat: FormatRecord = defineScriptFormat({
  name: "nest",
  about: "A network as a PyNEST script, with its arrays in a separate folder.",
  cite: ["doi:10.4249/scholarpedia.1430"],
  losses: nestLosses,
  load: async () => (await import("../nest/export-nest.ts")).exportNest,
});
