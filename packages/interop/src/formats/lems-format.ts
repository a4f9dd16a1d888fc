import { defineFormat, type FormatRecord } from "@spikeloom/kernel";

/** Models and simulations in LEMS: types of components with their equations, and what is recorded. */
export const lemsFormat: FormatRecord = defineFormat({
  name: "lems",
  about: "Component types with their equations, the network made of them and its simulation.",
  cite: ["doi:10.3389/fninf.2014.00079"],
  extensions: [".xml"],
  marks: [{ xml: "Lems" }],
  holds: ["network"],
  options: {},
  losses: {
    display: "A quantity that a display shows, and that is not recorded.",
    method: "A method of integration other than Euler's, which jLEMS is asked for.",
    dimension: "Equations whose dimensions do not fit; they are read with numbers in SI units.",
  },
  async read(source, { beside }) {
    const { readLems } = await import("../lems/read-lems.ts");
    const { network, losses } = await readLems(source, { beside });
    return { thing: { holds: "network", network }, losses };
  },
});
