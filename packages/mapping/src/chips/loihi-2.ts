import type { ChipRecord } from "./chip.ts";

const brief =
  "https://download.intel.com/newsroom/2021/new-technologies/neuromorphic-computing-loihi-2-brief.pdf";
const lava = "https://github.com/lava-nc/lava/tree/v0.10.0/src/lava/proc/dense";

/**
 * Intel Loihi 2.
 *
 * Its documentation is not public in full: neurons and synapses share a pool of memory, so that a network that fits here may not
 * fit the chip.
 */
export const loihi2: ChipRecord = {
  name: "loihi-2",
  about: "Intel Loihi 2: 128 cores with programmable neurons and a shared pool of memory in each.",
  cite: [brief],
  routers: { columns: 8, rows: 4, cores: 4, links: "mesh", cite: brief },
  inputs: { on: "host" },
  routing: "destinations",
  synapses: {
    weightBits: 8,
    delayBits: 6,
    leastIndexBits: 6,
    headerBits: 10,
    groupSize: 64,
    wordBits: 64,
  },
  limits: [
    {
      resource: "neurons",
      value: 8192,
      about: "neurons per core, with the smallest state",
      cite: brief,
      status: "optimistic",
    },
    {
      resource: "in-axons",
      value: 4096,
      about: "input axons per core, as on Loihi",
      cite: brief,
      status: "optimistic",
    },
    {
      resource: "out-axons",
      value: 4096,
      about: "output axon slots per core, as on Loihi",
      cite: brief,
      status: "optimistic",
    },
    {
      resource: "synapse-bits",
      value: 192 * 1024 * 8,
      about: "bits of the memory pool per core, all used for synapses",
      cite: brief,
      status: "optimistic",
    },
    { resource: "delay", value: 62, about: "steps of delay", cite: lava, status: "public" },
  ],
};
