import type { ChipRecord } from "./chip.ts";

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
  name: "spinnaker-2",
  about: "SpiNNaker 2: 152 ARM cores with 128 kB each per chip.",
  cite: [mayr, hoeppner],
  routers: { columns: 1, rows: 1, cores: 148, links: "hexagonal", cite: machine },
  board: "hexagon-48",
  inputs: { on: "cores", most: 500 },
  routing: "tables",
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
      resource: "populations",
      value: 1,
      about: "populations per core: each core runs one program",
      cite: machine,
      status: "public",
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
    {
      resource: "key-bits",
      value: 32,
      about: "bits of a routing key",
      cite: mayr,
      status: "public",
    },
  ],
};
