import { defineFormat, type FormatRecord, thingOf } from "@spikeloom/kernel";
import { NIR_WRITE } from "../nir/errors.ts";
import { nirLosses } from "../nir/losses.ts";
import {
  nirProfileNames,
  nirResets,
  type SteppedProfile,
  steppedProfiles,
} from "../nir/rule-names.ts";

/** Graphs of the Neural Intermediate Representation (NIR), an exchange format of machine-learning libraries. */
export const nirFormat: FormatRecord = defineFormat({
  name: "nir",
  about: "A graph of the Neural Intermediate Representation, read as an equivalent network.",
  cite: ["doi:10.1038/s41467-024-52259-9"],
  extensions: [".nir"],
  marks: [{ paths: ["/version", "/node/type"] }],
  holds: ["network"],
  options: {
    profile: {
      type: "text",
      choices: nirProfileNames,
      about:
        "reading: library whose interpretation is used where NIR leaves something open; exact unless the file names another. Writing: library (snntorch or spikingjelly) whose steps of the graph shall equal those of the network",
    },
    dt: {
      type: "number",
      least: 0,
      about: "time step in seconds, instead of the profile's",
    },
    reset: {
      type: "text",
      choices: nirResets,
      about:
        "reset of a neuron after a spike, instead of the profile's: to v_reset, to 0, or by subtracting the threshold, immediately or one step later",
    },
    spikes: {
      type: "text",
      choices: ["pulse", "dirac"],
      about: "whether a spike is a pulse of height 1 for one step, or a delta pulse of area 1 s",
    },
    input: {
      type: "text",
      choices: ["spikes", "values"],
      about: "whether inputs are spikes or values",
    },
    align: {
      type: "boolean",
      about:
        "whether to record every layer at the times of the library's forward pass, without the steps by which it runs behind the input",
    },
    weightBits: {
      type: "integer",
      least: 2,
      most: 16,
      about:
        "writing: width of weights, which become integers with one scale for each layer, as for SpiNNaker 2",
    },
    data: {
      type: "text",
      about:
        "an .npy file in the folder of the graph with the values of its only input, one row per step",
    },
  },
  losses: nirLosses,
  async read(source, { options, beside }) {
    const [{ networkFromNir }, { openNir }, { rulesInMetadata }, { withInputData }] =
      await Promise.all([
        import("../nir/network-from-nir.ts"),
        import("../nir/read-nir.ts"),
        import("../nir/rules-in-metadata.ts"),
        import("../nir/input-data.ts"),
      ]);
    const { node } = await openNir(source);
    const { data, weightBits: _, ...choices } = options;
    const align = options["align"] === true;
    const made = networkFromNir(node, { ...rulesInMetadata(node), ...choices }, source.name);
    const { losses } = made;
    const network =
      data === undefined
        ? made.network
        : withInputData(made, await beside(String(data)), { align });
    return { thing: { holds: "network", network: await network }, losses };
  },
  async write(thing, { stack, options: { profile, weightBits } }) {
    const [{ nirFromNetwork }, { writeNir }] = await Promise.all([
      import("../nir/nir-from-network.ts"),
      import("../nir/write-nir.ts"),
    ]);
    const { network } = thingOf(thing, "network");
    const made = nirFromNetwork(network, stack, { profile: steppedOf(profile) });
    const integers =
      weightBits === undefined
        ? undefined
        : (await import("../nir/integer-weights.ts")).integerWeights(made.file, Number(weightBits));
    const { file } = integers ?? made;
    const losses = [...made.losses, ...(integers?.losses ?? [])];
    return {
      files: (async function* () {
        yield { name: "network.nir", pieces: [writeNir(file, { gzip: 4 })] };
      })(),
      losses,
    };
  },
});

/** Return the library that a graph is written for. */
function steppedOf(profile: unknown): SteppedProfile | undefined {
  if (profile === undefined || profile === "exact") return undefined;
  const found = steppedProfiles.find((one) => one === profile);
  if (found !== undefined) return found;
  throw NIR_WRITE({
    place: "options.profile",
    message: "Graphs cannot be written for this library.",
    expected: `exact, ${steppedProfiles.join(" or ")}`,
    got: String(profile),
  });
}
