import { defineFormat, type FormatRecord, thingOf } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";
import type { NwbMetadata } from "../nwb/write/metadata.ts";

/** Results in NWB 2.11, an exchange format of neurophysiology. */
export const nwbFormat: FormatRecord = defineFormat({
  name: "nwb",
  about: "Recorded data as Neurodata Without Borders: units, time series and tables.",
  cite: ["doi:10.7554/eLife.78362"],
  extensions: [".nwb"],
  marks: [{ attributes: { neurodata_type: "NWBFile" } }],
  holds: ["result"],
  options: {
    subject: { type: "text", default: "simulation", about: "identifier of the subject" },
    species: {
      type: "text",
      default: "http://purl.obolibrary.org/obo/NCBITaxon_32630",
      about: "species of the subject, such as Mus musculus; by default a synthetic construct",
    },
    sex: {
      type: "text",
      choices: ["M", "F", "O", "U"],
      default: "U",
      about: "sex of the subject: M, F, O for other, U for unknown",
    },
    age: { type: "text", default: "P0D", about: "age of the subject in ISO 8601, such as P23W" },
    description: { type: "text", about: "session description, one sentence" },
    experimenter: { type: "text", about: "experimenters as Last, First; separate several with ;" },
    institution: { type: "text", about: "institution" },
    start: {
      type: "text",
      about: "session start time, such as 2026-11-28T12:00:00Z, instead of the time of writing",
    },
  },
  losses: {
    network: "The network, which NWB cannot store.",
    silent: "Recorded neurons without any spike.",
    wide: "Samples with more columns than times, which are written as a table.",
    stimulus: "An injected current that is unknown when the file is written.",
    synapses: "Recorded synapses, for which NWB has no type.",
    unread: "Objects that a result cannot store, or whose types are not supported.",
    outside: "Data in another file, which is not opened.",
    unit: "An unknown unit.",
    step: "The time step of a file that does not state the resolution of its times.",
  },
  async read(source) {
    const [{ anyResult }, { randomBytes }] = await Promise.all([
      import("../nwb/read/any-result.ts"),
      import("./held-source.ts"),
    ]);
    const { result, losses } = anyResult(await randomBytes(source), source.name);
    return { thing: { holds: "result", result }, losses };
  },
  async write(thing, { options, stack }) {
    const { result } = thingOf(thing, "result");
    const [{ writeNwb }, { rowsOfResult }] = await Promise.all([
      import("../nwb/write/write-nwb.ts"),
      import("../nwb/write/result-rows.ts"),
    ]);
    const metadata = options as unknown as NwbMetadata;
    const { pieces, losses } = writeNwb(rowsOfResult(result as Result), { metadata, stack });
    return {
      files: (async function* () {
        yield { name: "result.nwb", pieces };
      })(),
      losses,
    };
  },
});
