import { defineFormat, type FormatRecord } from "@spikeloom/kernel";

/** Recordings that Neo wrote as NIX: spike trains and signals. */
export const nixFormat: FormatRecord = defineFormat({
  name: "nix",
  about: "Spike trains and signals of Neo and PyNN in NIX files (HDF5).",
  cite: ["doi:10.3389/conf.fninf.2014.18.00027"],
  extensions: [".nix"],
  marks: [{ attributes: { format: "nix" } }],
  holds: ["result"],
  options: {},
  losses: {
    unread: "Events, epochs and other data that a result cannot store.",
    unit: "An unknown unit.",
    step: "The time step of a file without sampled signals.",
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
