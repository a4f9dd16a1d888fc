import { defineFormat, type FormatRecord, thingOf } from "@spikeloom/kernel";
import { NIR_WRITE } from "../nir/errors.ts";
import { nirLosses } from "../nir/losses.ts";
import {
  nirProfileNames,
  nirResets,
  type SteppedProfile,
  steppedProfiles,
} from "../nir/rule-names.ts";

/** Graphs of the Neural Intermediate Representation, which machine-learning libraries exchange. */
export const nirFormat: FormatRecord = defineFormat({
  name: "nir",
  about: "A graph of the Neural Intermediate Representation, as a network that does the same.",
  cite: ["doi:10.1038/s41467-024-52259-9"],
  extensions: [".nir"],
  marks: [{ paths: ["/version", "/node/type"] }],
  holds: ["network"],
  options: {
    profile: {
      type: "text",
      choices: nirProfileNames,
      about:
        "the library whose reading of what NIR leaves open is taken, exact unless the file says another; where a graph is written, the library that is to step it as the network is stepped here: snntorch or spikingjelly",
    },
    dt: {
      type: "number",
      least: 0,
      about: "length of a step in seconds, instead of the profile's",
    },
    reset: {
      type: "text",
      choices: nirResets,
      about:
        "what a neuron that spikes does, instead of what the profile says: it takes v_reset, takes 0, or loses the threshold, at once or a step later",
    },
    spikes: {
      type: "text",
      choices: ["pulse", "dirac"],
      about:
        "whether a spike is a pulse of height 1 that lasts a step, or has no width and an area of 1 s",
    },
    input: {
      type: "text",
      choices: ["spikes", "values"],
      about: "whether inputs spike, or have values",
    },
    data: {
      type: "text",
      about:
        "an .npy file in the folder of the graph: what its only input gives in each step, a row a step",
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
    const { data, ...choices } = options;
    const made = networkFromNir(node, { ...rulesInMetadata(node), ...choices }, source.name);
    const { losses } = made;
    const network =
      data === undefined ? made.network : withInputData(made, await beside(String(data)));
    return { thing: { holds: "network", network: await network }, losses };
  },
  async write(thing, { stack, options: { profile } }) {
    const [{ nirFromNetwork }, { writeNir }] = await Promise.all([
      import("../nir/nir-from-network.ts"),
      import("../nir/write-nir.ts"),
    ]);
    const { network } = thingOf(thing, "network");
    const { file, losses } = nirFromNetwork(network, stack, { profile: steppedOf(profile) });
    return {
      files: (async function* () {
        yield { name: "network.nir", pieces: [writeNir(file, { gzip: 4 })] };
      })(),
      losses,
    };
  },
});

/** Take the library that a graph is written for. */
function steppedOf(profile: unknown): SteppedProfile | undefined {
  if (profile === undefined || profile === "exact") return undefined;
  const found = steppedProfiles.find((one) => one === profile);
  if (found !== undefined) return found;
  throw NIR_WRITE({
    place: "options.profile",
    message: "Graphs are not written for the steps of that library.",
    expected: `exact, ${steppedProfiles.join(" or ")}`,
    got: String(profile),
  });
}
