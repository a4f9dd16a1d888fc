import { defineFormat, type FormatRecord } from "@spikeloom/kernel";
import { readLosses } from "../sonata/losses.ts";

/** Circuits of point neurons with their inputs, as SONATA has them. */
export const sonataFormat: FormatRecord = defineFormat({
  name: "sonata",
  about: "A circuit of point neurons in HDF5 and CSV, with the configuration of its simulation.",
  cite: ["doi:10.1371/journal.pcbi.1007696"],
  extensions: [],
  marks: [
    { json: { network: true, simulation: true } },
    { json: { network: true, run: true } },
    { json: { networks: true } },
  ],
  holds: ["network"],
  options: {},
  losses: readLosses,
  async read(source, { stack, beside }) {
    const { readSonata } = await import("../sonata/read/read-sonata.ts");
    const { network, losses } = await readSonata(source, { stack, beside });
    return { thing: { holds: "network", network }, losses };
  },
});
