import { defineFormat, type FormatRecord, type FormatThing, thingOf } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";
import { sonataLosses } from "../sonata/losses.ts";
import type { SonataOptions, WrittenSonata } from "../sonata/write/write-sonata.ts";

/** Signature of HDF5: nodes, edges, spikes and reports; a configuration is JSON. */
const hdf5Start = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** SONATA: circuits of point neurons with their inputs, and reports of recorded data. */
export const sonataFormat: FormatRecord = defineFormat({
  name: "sonata",
  about: "A circuit of point neurons in HDF5 and CSV, with its simulation configuration.",
  cite: ["doi:10.1371/journal.pcbi.1007696"],
  extensions: [],
  marks: [
    { json: { network: true, simulation: true } },
    { json: { network: true, run: true } },
    { json: { networks: true } },
    { paths: ["/nodes/*/node_type_id"] },
    { paths: ["/edges/*/edge_type_id"] },
    { paths: ["/spikes/*/timestamps"] },
    { paths: ["/spikes/timestamps"] },
    { paths: ["/report/*/mapping"] },
  ],
  holds: ["network", "result"],
  options: {
    types: {
      type: "integer",
      about:
        "maximum number of node types per population, by default 1000; with more, parameters are stored per node",
    },
  },
  losses: sonataLosses,
  async read(source, { stack, beside }) {
    const start = await source.read(0, Math.min(source.size, hdf5Start.length));
    if (hdf5Start.every((byte, k) => start[k] === byte)) {
      const { readTables } = await import("../sonata/read/read-tables.ts");
      return await readTables(source, { stack, beside });
    }
    const { readSonata } = await import("../sonata/read/read-sonata.ts");
    const { network, losses, outputs } = await readSonata(source, { stack, beside });
    return { thing: { holds: "network", network }, losses, outputs };
  },
  async write(thing, { stack, options }) {
    const written = await writtenFiles(thing, {
      stack,
      types: options["types"] as number | undefined,
    });
    return {
      files: (async function* () {
        for (const [name, bytes] of written.files) yield { name, pieces: [bytes] };
      })(),
      losses: written.losses,
    };
  },
});

/** Files of a network or of a result. */
async function writtenFiles(thing: FormatThing, options: SonataOptions): Promise<WrittenSonata> {
  if (thing.holds === "result") {
    const { writeReports } = await import("../sonata/write/write-result.ts");
    return writeReports(thing.result as Result);
  }
  const { writeSonata } = await import("../sonata/write/write-sonata.ts");
  return writeSonata(thingOf(thing, "network").network, options);
}
