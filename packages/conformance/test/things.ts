import {
  type FormatRecord,
  type FormatThing,
  type NetworkRecord,
  SpikeLoomError,
  writeFormat,
} from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { clock, defaultStack as stack } from "spikeloom";

const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  dt: "0.1 ms",
  duration: "20 ms",
  seed: 3,
  populations: {
    S: { model: "poisson", size: 4, parameters: { rate: "300 Hz" } },
    E: { model: "lif-curr-exp", size: 5 },
  },
  projections: [
    {
      from: "S",
      to: "E",
      receptor: "excitatory",
      delay: "1 ms",
      connector: { kind: "all-to-all" },
      weight: "0.4 nA",
    },
  ],
  record: [{ population: "E", variables: ["spikes", "v"] }],
};

/** One that Brian2 has, too: no sources. */
const plain: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  dt: "0.1 ms",
  duration: "20 ms",
  seed: 3,
  populations: { E: { model: "lif-curr-exp", size: 5, parameters: { i_offset: "0.4 nA" } } },
  projections: [
    {
      from: "E",
      to: "E",
      receptor: "excitatory",
      delay: "1 ms",
      connector: { kind: "all-to-all" },
      weight: "0.4 nA",
    },
  ],
  record: [{ population: "E", variables: ["spikes", "v"] }],
};

/** One of each thing that an included format can store. */
const things: readonly FormatThing[] = [
  { holds: "network", network },
  { holds: "network", network: plain },
  // A model of the stack is also a function, which no file can store.
  { holds: "model", model: { ...stack.get("neuron", "lif", "things") } },
  { holds: "result", result: await run(network, { stack, backend: clock() }) },
];

/** Select those that a format writes; a format may refuse others by a code. */
export async function thingsOf(format: FormatRecord): Promise<readonly FormatThing[]> {
  const held = things.filter(({ holds }) => format.holds.includes(holds));
  if (format.write === undefined) return held;
  const tried = await Promise.all(
    held.map(async (thing) => {
      try {
        await writeFormat(format, thing, { stack });
        return [thing];
      } catch (fault) {
        if (fault instanceof SpikeLoomError && !fault.code.startsWith("SL_PLUGIN")) return [];
        throw fault;
      }
    }),
  );
  const taken = tried.flat();
  if (taken.length === 0) throw new Error(`${format.name} writes none of the examples`);
  return taken;
}
