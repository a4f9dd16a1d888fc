import type { ChipRecord } from "./chip.ts";
import { loihiCommon, loihiLimits, loihiRouters } from "./loihi.ts";

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
  ...loihiCommon,
  name: "loihi-2",
  about: "Intel Loihi 2: 128 cores with programmable neurons and a shared pool of memory in each.",
  cite: [brief],
  routers: { ...loihiRouters, cite: brief },
  boards: [
    { name: "Oheo Gulch", chips: 1 },
    { name: "Kapoho Point", chips: 8 },
    { name: "Hala Point", chips: 1152 },
  ],
  limits: [
    {
      resource: "neurons",
      value: 8192,
      about: "neurons per core, with the smallest state",
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
    ...loihiLimits({ axons: brief, delay: lava, status: "optimistic" }),
  ],
};
