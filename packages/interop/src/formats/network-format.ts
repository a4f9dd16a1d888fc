import { defineFormat, type FormatRecord, type Loss, thingOf } from "@spikeloom/kernel";

/** Networks in JSON, with lists of connections in HDF5 beside it. */
export const networkFormat: FormatRecord = defineFormat({
  name: "spikeloom-network",
  about: "A network as JSON; lists of connections are in a separate HDF5 file.",
  extensions: [".json"],
  marks: [{ json: { format: "spikeloom-network" } }],
  holds: ["network"],
  options: {},
  losses: { beside: "Values in a data file that must be copied along." },
  async read(source, { stack }) {
    const [{ readNetwork }, { wholeSource }] = await Promise.all([
      import("./network-text.ts"),
      import("./held-source.ts"),
    ]);
    const bytes = await wholeSource(source);
    const network = readNetwork(bytes, { place: source.name, stackIfFaulty: stack });
    return { thing: { holds: "network", network }, losses: [] };
  },
  async write(thing, { name: stem = "network" }) {
    const { network } = thingOf(thing, "network");
    const [{ networkParts }, { heldFile }, { replaceFiles }] = await Promise.all([
      import("../hdf5/network-parts.ts"),
      import("./held-file.ts"),
      import("./network-text.ts"),
    ]);
    const losses: Loss[] = [];
    replaceFiles(network, ({ place, record }) => {
      const message = `Its values are in ${record.file}, which must be next to the new file.`;
      losses.push({ code: "beside", place, message });
      return record;
    });
    const { text, name, fill } = networkParts(network, stem);
    return {
      files: (async function* () {
        yield { name: `${stem}.json`, pieces: [new TextEncoder().encode(text)] };
        if (fill === undefined) return;
        const file = heldFile();
        fill(file);
        yield { name, pieces: [file.bytes()] };
      })(),
      losses,
    };
  },
});
