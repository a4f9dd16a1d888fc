import { defineFormat, type FormatRecord, thingOf } from "@spikeloom/kernel";
import { lemsWriteLosses } from "../lems/write/losses.ts";

/** Models and simulations in LEMS: component types with their equations, and recorded quantities. */
export const lemsFormat: FormatRecord = defineFormat({
  name: "lems",
  about: "Component types with their equations, the network built from them and its simulation.",
  cite: ["doi:10.3389/fninf.2014.00079"],
  extensions: [".xml"],
  marks: [{ xml: "Lems" }],
  holds: ["network"],
  options: {
    seed: { type: "integer", about: "seed to use instead of the network's" },
    for: {
      type: "text",
      about: "duration, such as 1 s, to use instead of the network's",
    },
  },
  losses: {
    display: "A displayed quantity, which is not recorded.",
    late: "Events without delay that act one step late because their connections form a cycle.",
    method: "An integration method other than Euler's that jLEMS is set to use.",
    dimension: "Equations with inconsistent dimensions; they are read as numbers in SI units.",
    ...lemsWriteLosses,
  },
  async read(source, { beside }) {
    const { readLems } = await import("../lems/read-lems.ts");
    const { network, losses, dataFiles, eventFiles } = await readLems(source, { beside });
    const outputs = [...dataFiles, ...eventFiles].map(({ fileName }) => fileName);
    return { thing: { holds: "network", network }, losses, outputs };
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
