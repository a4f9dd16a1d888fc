import { defineFormat, type FormatRecord, thingOf } from "@spikeloom/kernel";

/** Cores, keys and routing tables of a network on SpiNNaker 1. */
export const spinnakerTablesFormat: FormatRecord = defineFormat({
  name: "spinnaker-tables",
  about:
    "Cores, keys and routing tables for SpiNNaker 1: as JSON, and as the machine's loader reads them.",
  cite: ["doi:10.1109/JPROC.2014.2304638", "doi:10.3389/fnins.2019.00231"],
  extensions: [],
  holds: ["network"],
  options: {
    chips: { type: "integer", least: 1, about: "chips of the machine, instead of the fewest" },
    seed: { type: "integer", about: "the seed, instead of the network's" },
  },
  losses: {
    network: "Neurons, weights, stimuli and recorders: the files state where spikes go.",
  },
  async write(thing, { stack, options }) {
    const [{ programOf }, { mapProgram }, { mappingFiles }, { bySign, emulated }] =
      await Promise.all([
        import("@spikeloom/program"),
        import("./chip-mapping.ts"),
        import("./write-files.ts"),
        import("../emulated.ts"),
      ]);
    const { chips, seed } = options as { readonly chips?: number; readonly seed?: number };
    const given = programOf(thingOf(thing, "network").network, { stack, seed });
    emulated(given, "nearest", stack);
    const { program } = bySign(given, stack);
    const mapping = mapProgram(program, stack, { chips, seed });
    const message = "The files hold cores, keys and routes.";
    return {
      files: (async function* () {
        for (const [name, bytes] of mappingFiles(mapping)) yield { name, pieces: [bytes] };
      })(),
      losses: [{ code: "network", place: "network", message }],
    };
  },
});
