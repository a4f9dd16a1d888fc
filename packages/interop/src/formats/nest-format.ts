import { defineFormat, type FormatRecord, thingOf } from "@spikeloom/kernel";
import { nestLosses } from "../nest/losses.ts";

/**
 * Networks as PyNEST scripts that give the same spikes.
 *
 * Connections and values are those that a run draws with the same seed. What NEST has no model for is
 * refused, all of it at once.
 */
export const nestFormat: FormatRecord = defineFormat({
  name: "nest",
  about: "A network as a PyNEST script, with its arrays in a folder beside it.",
  cite: ["doi:10.4249/scholarpedia.1430"],
  extensions: [],
  holds: ["network"],
  options: {
    seed: { type: "integer", about: "the seed, instead of the network's" },
    for: {
      type: "text",
      about: "how long it runs, such as 1 s, instead of the network's duration",
    },
  },
  losses: nestLosses,
  async write(thing, { stack, options }) {
    const { exportNest } = await import("../nest/export-nest.ts");
    const { seed, for: duration } = options;
    const { script, data, losses } = exportNest(thingOf(thing, "network").network, {
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
