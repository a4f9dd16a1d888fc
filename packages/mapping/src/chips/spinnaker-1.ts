import type { ChipRecord } from "./chip.ts";
import { spiNNakerCommon, spiNNakerLimits } from "./spinnaker.ts";

const furber = "doi:10.1109/JPROC.2014.2304638";
const machine =
  "https://github.com/SpiNNakerManchester/SpiNNMachine/blob/master/spinn_machine/version/version_spin1.py";
const pynn = "doi:10.3389/fnins.2018.00816";

/** Cores of a chip that run neurons: 18, without the monitor and one kept as a spare. */
const usedCores = 16;

/** SpiNNaker, with the limits of sPyNNaker. */
export const spiNNaker1: ChipRecord = {
  ...spiNNakerCommon,
  name: "spinnaker-1",
  about: "SpiNNaker: 18 ARM cores per chip, multicast routers with 1,024 table entries.",
  cite: [furber, pynn],
  routers: { columns: 1, rows: 1, cores: usedCores, links: "hexagonal", cite: machine },
  boards: [
    { name: "SpiNN-3", chips: 4 },
    { name: "SpiNN-5", chips: 48 },
  ],
  rows: { headerBytes: 12, synapseBytes: 4 },
  limits: [
    {
      resource: "neurons",
      value: 256,
      about: "neurons per core, as sPyNNaker splits populations",
      cite: pynn,
      status: "public",
    },
    {
      resource: "memory-bytes",
      value: Math.floor(123_469_792 / usedCores),
      about: "bytes of synaptic rows per core, an equal share of the SDRAM; rows without padding",
      cite: machine,
      status: "optimistic",
    },
    {
      resource: "ring-buffer",
      value: 16_384,
      about: "entries of the buffer of future input, 16 bits each",
      cite: pynn,
      status: "public",
    },
    {
      resource: "delay",
      value: 64,
      about: "ticks of delay without delay extensions",
      cite: pynn,
      status: "public",
    },
    {
      resource: "table-entries",
      value: 1023,
      about: "routing table entries per chip",
      cite: machine,
      status: "public",
    },
    ...spiNNakerLimits({ program: pynn, packet: furber }),
  ],
};
