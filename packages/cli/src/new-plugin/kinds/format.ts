import { docstring, drivenNetwork, type PluginTemplate } from "../template.ts";

/** Networks as lines of JSON. */
export const formatTemplate: PluginTemplate = {
  group: "format",
  isAbove: true,
  source: ({
    name,
    id,
    about,
  }) => `import { defineFormat, type FormatRecord, thingOf } from "@spikeloom/kernel";
import { readNetwork, writeNetwork } from "spikeloom";

${docstring(about)}
export const ${id}: FormatRecord = defineFormat({
  name: "${name}",
  about: ${JSON.stringify(about)},
  // Ends of the names of files that it reads.
  extensions: [".${name}"],
  holds: ["network"],
  options: {},
  // What it cannot say, by a code of your own: { "no-space": "Positions of neurons." }
  losses: {},
  // A format of several files opens the others by its request: await beside("weights.bin").
  async read(source, { stack }) {
    const bytes = await source.read(0, source.size);
    const network = readNetwork(bytes, { place: source.name, stackIfFaulty: stack });
    return { thing: { holds: "network", network }, losses: [] };
  },
  async write(thing) {
    const text = writeNetwork(thingOf(thing, "network").network);
    return {
      files: (async function* () {
        yield { name: "network.${name}", pieces: [new TextEncoder().encode(text)] };
      })(),
      losses: [],
    };
  },
});
`,
  suite: {
    name: "formatSuite",
    claims: ({ id }) => `formatSuite(${id}, { stack, things: [{ holds: "network", network }] })`,
  },
  command: "convert",
  network: () => drivenNetwork({}),
};
