import { docstring, drivenNetwork, givenSource, type PluginTemplate } from "../template.ts";

/** Networks as JSON. */
export const formatTemplate: PluginTemplate = {
  group: "format",
  isAbove: true,
  source: ({
    name,
    id,
    about,
    cite,
  }) => `import { defineFormat, type FormatRecord, thingOf } from "@spikeloom/kernel";
import { readNetwork, writeNetwork } from "spikeloom";

${docstring(about)}
export const ${id}: FormatRecord = defineFormat({
  name: "${name}",
  about: ${JSON.stringify(about)},${givenSource(cite)}
  // File name extensions.
  extensions: [".${name}"],
  holds: ["network"],
  options: {},
  // Losses that it can report, by code: { "no-space": "Positions of neurons." }
  losses: {},
  // To open further files, use the request: await beside("weights.bin").
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
