import { defineFormat, type FormatRecord, thingOf } from "@spikeloom/kernel";
import { neuromlLosses } from "../neuroml/write/losses.ts";

/** Networks in NeuroML 2, with the files that they include. */
export const neuromlFormat: FormatRecord = defineFormat({
  name: "neuroml",
  about: "A network in NeuroML 2.3 with single-compartment cells, and the files that it includes.",
  cite: ["doi:10.3389/fninf.2014.00079", "doi:10.7554/eLife.95135"],
  extensions: [".nml", ".nml.h5"],
  marks: [{ xml: "neuroml" }, { paths: ["/neuroml/network"] }],
  holds: ["network"],
  options: {
    network: { type: "text", about: "id of the network, if a file has several" },
    integrator: {
      type: "text",
      about: "integration scheme, such as euler, which jNeuroML uses",
    },
    for: {
      type: "text",
      about: "duration of the written simulation, instead of the network's",
    },
  },
  losses: neuromlLosses,
  async read(source, { options, beside }) {
    const { readNeuroml } = await import("../neuroml/read-neuroml.ts");
    const { network, integrator } = options as Readonly<Record<string, string | undefined>>;
    const read = await readNeuroml(source, { beside, network, integrator });
    return { thing: { holds: "network", network: read.network }, losses: read.losses };
  },
  async write(thing, { stack, options, name }) {
    const { writeNeuroml } = await import("../neuroml/write/write-neuroml.ts");
    const duration = options["for"] as string | undefined;
    const { network } = thingOf(thing, "network");
    const { files, losses } = writeNeuroml(network, { stack, name, for: duration });
    return {
      files: (async function* () {
        yield* files;
      })(),
      losses,
    };
  },
});
