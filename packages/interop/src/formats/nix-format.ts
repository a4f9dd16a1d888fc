import { defineFormat, type FormatRecord } from "@spikeloom/kernel";

/** Recordings that Neo wrote as NIX: spike trains and signals. */
export const nixFormat: FormatRecord = defineFormat({
  name: "nix",
  about: "Spike trains and signals of Neo and PyNN, as NIX keeps them in HDF5.",
  cite: ["doi:10.3389/conf.fninf.2014.18.00027"],
  extensions: [".nix"],
  marks: [{ attributes: { format: "nix" } }],
  holds: ["result"],
  options: {},
  losses: {
    unread: "Events, epochs and all else for which a result has no place.",
    unit: "A unit that is none of ours.",
    step: "The step of a file without sampled signals.",
  },
  async read(source) {
    const [{ readNix }, { randomBytes }] = await Promise.all([
      import("../nix/read-nix.ts"),
      import("./held-source.ts"),
    ]);
    const { result, losses } = readNix(await randomBytes(source), source.name);
    return { thing: { holds: "result", result }, losses };
  },
});
