import type { FormatRecord } from "@spikeloom/kernel";
import { defineScriptFormat } from "@spikeloom/simulate/script-format";
import { lavaLosses } from "../lava/losses.ts";

/**
 * Networks in integers of Loihi as scripts of Lava that reproduce the same states.
 *
 * Connections are those that a run with the same seed draws. Everything that Lava's fixed-point processes lack is
 * refused at once.
 */
export const lavaFormat: FormatRecord = defineScriptFormat({
  name: "lava",
  about:
    "A network in integers of Loihi as a script of Lava, with its arrays in a separate folder.",
  cite: ["https://github.com/lava-nc/lava"],
  losses: lavaLosses,
  load: async () => (await import("../lava/export-lava.ts")).exportLava,
});
