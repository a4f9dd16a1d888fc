import { defineFormat, type FormatRecord, thingOf } from "@spikeloom/kernel";
import { pynnLosses } from "./export/losses.ts";

/**
 * Networks as PyNN scripts that give the same spikes on NEST.
 *
 * Connections and values are those that a run draws with the same seed. A model, rule or stimulus that
 * PyNN has not is refused, all of them at once.
 */
export const pynnFormat: FormatRecord = defineFormat({
  name: "pynn",
  about: "A network as a PyNN script, with its arrays in a folder beside it.",
  cite: ["doi:10.3389/neuro.11.011.2008"],
  extensions: [],
  holds: ["network"],
  options: {
    seed: { type: "integer", about: "the seed, instead of the network's" },
    for: {
      type: "text",
      about: "how long it runs, such as 1 s, instead of the network's duration",
    },
  },
  losses: pynnLosses,
  async write(thing, { stack, options }) {
    const { exportPynn } = await import("./export/export-pynn.ts");
    const { seed, for: duration } = options;
    const { script, data, losses } = exportPynn(thingOf(thing, "network").network, {
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
