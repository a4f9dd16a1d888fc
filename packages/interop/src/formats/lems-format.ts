import { defineFormat, type FormatRecord, thingOf } from "@spikeloom/kernel";
import { lemsWriteLosses } from "../lems/write/losses.ts";

/** Models and simulations in LEMS: types of components with their equations, and what is recorded. */
export const lemsFormat: FormatRecord = defineFormat({
  name: "lems",
  about: "Component types with their equations, the network made of them and its simulation.",
  cite: ["doi:10.3389/fninf.2014.00079"],
  extensions: [".xml"],
  marks: [{ xml: "Lems" }],
  holds: ["network"],
  options: {
    seed: { type: "integer", about: "the seed, instead of the network's" },
    for: {
      type: "text",
      about: "how long it runs, such as 1 s, instead of the network's duration",
    },
  },
  losses: {
    display: "A quantity that a display shows, and that is not recorded.",
    late: "Events without a delay that act a step late, as their connections make a circle.",
    method: "A method of integration other than Euler's, which jLEMS is asked for.",
    dimension: "Equations whose dimensions do not fit; they are read with numbers in SI units.",
    ...lemsWriteLosses,
  },
  async read(source, { beside }) {
    const { readLems } = await import("../lems/read-lems.ts");
    const { network, losses } = await readLems(source, { beside });
    return { thing: { holds: "network", network }, losses };
  },
  async write(thing, { stack, options }) {
    const { writeLems } = await import("../lems/write/write-lems.ts");
    const { seed, for: duration } = options;
    const { file, losses } = writeLems(thingOf(thing, "network").network, {
      stack,
      seed: seed as number | undefined,
      for: duration as string | undefined,
    });
    return {
      files: (async function* () {
        yield file;
      })(),
      losses,
    };
  },
});
