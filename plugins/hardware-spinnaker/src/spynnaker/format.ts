import type { FormatRecord } from "@spikeloom/kernel";
import { defineScriptFormat } from "@spikeloom/simulate/script-format";
import { spynnakerLosses } from "./losses.ts";

/**
 * Networks as scripts for sPyNNaker, which runs them on SpiNNaker 1.
 *
 * Connections and values are those that a run of the emulator with the same seed draws. What the emulator refuses is refused here.
 */
export const spynnakerFormat: FormatRecord = defineScriptFormat({
  name: "spynnaker",
  about: "A network as a script for sPyNNaker, with its arrays in a separate folder.",
  cite: ["doi:10.3389/fnins.2018.00816"],
  losses: spynnakerLosses,
  load: async () => (await import("./export-spynnaker.ts")).exportSpynnaker,
});
