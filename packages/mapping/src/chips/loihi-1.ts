import type { ChipRecord } from "./chip.ts";

const davies = "doi:10.1109/MM.2018.112130359";
const nengo = "https://github.com/nengo/nengo-loihi/blob/v1.1.0/nengo_loihi/validate.py";

/** Intel Loihi. */
export const loihi1: ChipRecord = {
  name: "loihi-1",
  about: "Intel Loihi: 128 cores of up to 1,024 compartments, with synapse memory in each core.",
  cite: [davies],
  routers: {
    columns: 8,
    rows: 4,
    cores: 4,
    links: "mesh",
    cite: "https://github.com/SLAM-Lab/SANA-FE/blob/main/arch/loihi.yaml",
  },
  inputs: { on: "host" },
  routing: "destinations",
  // Groups of 64 weights with a header, as nengo-loihi counts them.
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
      value: 1024,
      about: "compartments per core",
      cite: davies,
      status: "public",
    },
    {
      resource: "populations",
      value: 32,
      about: "compartment configurations per core",
      cite: nengo,
      status: "public",
    },
    {
      resource: "in-axons",
      value: 4096,
      about: "input axons per core",
      cite: nengo,
      status: "public",
    },
    {
      resource: "out-axons",
      value: 4096,
      about: "output axon slots per core",
      cite: nengo,
      status: "public",
    },
    {
      resource: "synapse-bits",
      value: 16_384 * 64,
      about: "bits of synapse memory per core",
      cite: nengo,
      status: "public",
    },
    { resource: "delay", value: 62, about: "steps of delay", cite: nengo, status: "public" },
  ],
};
