import { clock } from "@spikeloom/backend-clock";
import { createStack, type NetworkRecord } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { lifCurrExp, lifDelta } from "@spikeloom/neurons";

const backend = clock();
export const stack = createStack({ plugins: [lifCurrExp, lifDelta, ...connectors, backend] });

/** Two populations with one named and one unnamed projection. */
export const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  duration: "50 ms",
  seed: 5,
  populations: {
    E: { model: "lif-curr-exp", size: 8, parameters: { i_offset: "0.6 nA" } },
    I: { model: "lif-delta", size: 2 },
  },
  projections: [
    {
      name: "drive",
      from: "E",
      to: "I",
      connector: { kind: "fixed-probability", p: 0.5 },
      weight: "8 mV",
    },
    {
      from: "I",
      to: "E",
      receptor: "inhibitory",
      connector: { kind: "all-to-all" },
      weight: "-0.1 nA",
    },
  ],
  record: [{ population: "E", variables: ["spikes"] }],
};
