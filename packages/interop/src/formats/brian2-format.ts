import type { FormatRecord } from "@spikeloom/kernel";
import { defineScriptFormat } from "@spikeloom/simulate/script-format";
import { brian2Losses } from "../brian2/losses.ts";

/**
 * Networks as Brian2 scripts that reproduce the same spikes.
 *
 * Connections and values are those that a run with the same seed draws. Everything that Brian2 cannot express is
 * refused at once.
 */
export const brian2Format: FormatRecord = defineScriptFormat({
  name: "brian2",
  about: "A network as a Brian2 script, with its arrays in a separate folder.",
  cite: ["doi:10.7554/eLife.47314"],
  losses: brian2Losses,
  load: async () => (await import("../brian2/export-brian2.ts")).exportBrian2,
});
