import { defineFormat, type FormatRecord, thingOf } from "@spikeloom/kernel";
import { netxLosses } from "../netx/losses.ts";

/** Networks of layers for Loihi, as lava-dl exports them. */
export const netxFormat: FormatRecord = defineFormat({
  name: "netx",
  about: "Layers of lava-dl's network exchange for Loihi, in integers of the chip.",
  cite: ["https://github.com/lava-nc/lava-dl"],
  extensions: [".net"],
  marks: [{ paths: ["/layer/0/type"] }],
  holds: ["network"],
  options: {
    "spike-exponent": {
      type: "integer",
      least: 0,
      most: 7,
      about: "reading: exponent of the spikes of sigma-delta layers; 6 by default",
    },
    data: {
      type: "text",
      about:
        "reading: an .npy file in the folder of the network with its input: a row of zeros and ones per step, or one row of values of an input layer",
    },
  },
  losses: netxLosses,
  async read(source, { options, beside }) {
    const [{ openNetx }, { networkFromNetx }, { withNetxInput }] = await Promise.all([
      import("../netx/open-netx.ts"),
      import("../netx/network-from-netx.ts"),
      import("../netx/input-data.ts"),
    ]);
    const { data, "spike-exponent": exponent } = options;
    const spikeExponent = typeof exponent === "number" ? exponent : 6;
    const made = networkFromNetx(await openNetx(source), { spikeExponent });
    const { losses } = made;
    const network =
      data === undefined ? made.network : await withNetxInput(made, await beside(String(data)));
    return { thing: { holds: "network", network }, losses };
  },
  async write(thing, { stack, name = "network" }) {
    const { netxFromNetwork } = await import("../netx/netx-from-network.ts");
    const { bytes, losses } = netxFromNetwork(thingOf(thing, "network").network, stack);
    return {
      files: (async function* () {
        yield { name: `${name}.net`, pieces: [bytes] };
      })(),
      losses,
    };
  },
});
