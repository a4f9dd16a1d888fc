import { defineFormat, type FormatRecord, thingOf } from "@spikeloom/kernel";
import { brian2Losses } from "../brian2/losses.ts";

/**
 * Networks as Brian2 scripts that give the same spikes.
 *
 * Connections and values are those that a run draws with the same seed. What Brian2 has no word for is
 * refused, all of it at once.
 */
export const brian2Format: FormatRecord = defineFormat({
  name: "brian2",
  about: "A network as a Brian2 script, with its arrays in a folder beside it.",
  cite: ["doi:10.7554/eLife.47314"],
  extensions: [],
  holds: ["network"],
  options: {
    seed: { type: "integer", about: "the seed, instead of the network's" },
    for: {
      type: "text",
      about: "how long it runs, such as 1 s, instead of the network's duration",
    },
  },
  losses: brian2Losses,
  async write(thing, { stack, options }) {
    const { exportBrian2 } = await import("../brian2/export-brian2.ts");
    const { seed, for: duration } = options;
    const { script, data, losses } = exportBrian2(thingOf(thing, "network").network, {
      stack,
      seed: seed as number | undefined,
      for: duration as string | undefined,
    });
    return {
      files: (async function* () {
        yield { name: "network.py", pieces: [new TextEncoder().encode(script)] };
        for (const [name, bytes] of data) yield { name: `data/${name}`, pieces: [bytes] };
      })(),
      losses,
    };
  },
});
