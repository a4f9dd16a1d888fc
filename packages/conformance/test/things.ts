import type { FormatThing, NetworkRecord } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { clock, defaultStack as stack } from "spikeloom";

const network: NetworkRecord = {
  ...{ format: "spikeloom-network", version: 1, dt: "0.1 ms", duration: "20 ms", seed: 3 },
  populations: {
    S: { model: "poisson", size: 4, parameters: { rate: "300 Hz" } },
    E: { model: "lif-curr-exp", size: 5 },
  },
  projections: [
    {
      ...{ from: "S", to: "E", receptor: "excitatory", delay: "1 ms" },
      ...{ connector: { kind: "all-to-all" }, weight: "0.4 nA" },
    },
  ],
  record: [{ population: "E", variables: ["spikes", "v"] }],
};

/** One of each that a format that ships can hold. */
export const things: readonly FormatThing[] = [
  { holds: "network", network },
  // A model of the stack is a function as well, which no file holds.
  { holds: "model", model: { ...stack.get("neuron", "lif", "things") } },
  { holds: "result", result: await run(network, { stack, backend: clock() }) },
];
