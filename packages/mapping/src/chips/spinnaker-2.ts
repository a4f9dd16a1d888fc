import type { ChipRecord } from "./chip.ts";
import { spiNNakerCommon, spiNNakerLimits } from "./spinnaker.ts";

const mayr = "https://arxiv.org/abs/1911.02385";
const hoeppner = "https://arxiv.org/abs/2103.08392";
const machine =
  "https://github.com/SpiNNakerManchester/SpiNNMachine/tree/master/spinn_machine/version";

/**
 * SpiNNaker 2.
 *
 * Its software is in development: the memory of a core also holds the program and the neurons, which are not counted.
 */
export const spiNNaker2: ChipRecord = {
  ...spiNNakerCommon,
  name: "spinnaker-2",
  about: "SpiNNaker 2: 152 ARM cores with 128 kB each per chip.",
  cite: [mayr, hoeppner],
  routers: { columns: 1, rows: 1, cores: 148, links: "hexagonal", cite: machine },
  boards: [
    { name: "one chip", chips: 1 },
    { name: "48 chips", chips: 48 },
  ],
  rows: { headerBytes: 4, synapseBytes: 4 },
  limits: [
    {
      resource: "neurons",
      value: 1024,
      about: "neurons per core: 150,000 per chip are stated",
      cite: hoeppner,
      status: "optimistic",
    },
    {
      resource: "memory-bytes",
      value: 128 * 1024,
      about: "bytes of SRAM per core, all used for synapses",
      cite: mayr,
      status: "optimistic",
    },
    {
      resource: "delay",
      value: 63,
      about: "ticks of delay: 6 bits of a synaptic word",
      cite: machine,
      status: "optimistic",
    },
    {
      resource: "table-entries",
      value: 16_384,
      about: "routing table entries per chip",
      cite: machine,
      status: "public",
    },
    ...spiNNakerLimits({ program: machine, packet: mayr }),
  ],
};
