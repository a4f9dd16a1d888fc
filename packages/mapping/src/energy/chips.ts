import type { EnergyConstant, SourcedValue, ValueStatus } from "./constant.ts";
import type { EnergyModel } from "./model.ts";

/** Davies et al. 2018, Table 2. */
const davies = "doi:10.1109/MM.2018.112130359";
/** Constants fitted to a chip for SANA-FE, Boyle et al. 2025. */
const sanafe = "https://github.com/SLAM-Lab/SANA-FE/blob/main/arch/loihi.yaml";
const idleLogs = "https://github.com/abr/power_benchmarks/tree/master/logs/idle";
const halaPoint =
  "https://newsroom.intel.com/artificial-intelligence/intel-builds-worlds-largest-neuromorphic-system-to-enable-more-sustainable-ai";
const merolla = "doi:10.1126/science.1254642";
const akopyan = "doi:10.1109/TCAD.2015.2474396";
const spin1 =
  "https://github.com/SpiNNakerManchester/SpiNNMachine/blob/master/spinn_machine/version/version_spin1.py";
const spin5 =
  "https://github.com/SpiNNakerManchester/SpiNNMachine/blob/master/spinn_machine/version/version_5.py";
const stromatias = "doi:10.1109/IJCNN.2013.6706927";
/** Energies as KerasSpiking lists them. */
const kerasSpiking =
  "https://github.com/nengo/keras-spiking/blob/main/keras_spiking/model_energy.py";
const prototype = "https://arxiv.org/abs/1903.08941";
const hoeppner = "https://arxiv.org/abs/2103.08392";

type Row = readonly [value: number, about: string, cite: string, status: ValueStatus];

function constant(
  unit: EnergyConstant["unit"],
  about: string,
  ...rows: readonly Row[]
): EnergyConstant {
  const values = rows.map(([value, own, cite, status]): SourcedValue => {
    return { value, about: own, cite, status };
  });
  return { unit, about, values };
}

/** Assume for Loihi 2 what is known of Loihi 1. */
function asLoihi1({ unit, about, values }: EnergyConstant): EnergyConstant {
  return {
    unit,
    about,
    values: values.map((one) => ({
      ...one,
      about: `as Loihi 1: ${one.about}`,
      status: "assumption",
    })),
  };
}

const loihi1Synapse = constant(
  "pJ",
  "a spike through a synapse",
  [23.6, "synaptic operation at 0.75 V", davies, "simulated"],
  [35.5, "dense synapses", sanafe, "measured"],
  [33.6, "sparse synapses", sanafe, "measured"],
  [24, "convolution", sanafe, "measured"],
);
const loihi1Update = constant(
  "pJ",
  "a neuron update",
  [81, "update of an active neuron", davies, "simulated"],
  [52, "update of an inactive neuron", davies, "simulated"],
  [51.2 + 21.6, "access and update", sanafe, "measured"],
);
const loihi1Spike = constant(
  "pJ",
  "a spike beyond the update",
  [0, "part of the update of an active neuron", davies, "simulated"],
  [69.3, "spike out", sanafe, "measured"],
);
const loihi1Packet = constant(
  "pJ",
  "a packet to a core",
  [1.7, "spike within a tile", davies, "simulated"],
  [111, "output axon", sanafe, "measured"],
);
const loihi1Hop = constant(
  "pJ",
  "a packet over a link",
  [3, "east or west", davies, "simulated"],
  [4, "north or south", davies, "simulated"],
  [3, "east or west", sanafe, "measured"],
  [4.2, "north or south", sanafe, "measured"],
);
const loihi1Step = {
  kind: "barrier",
  synapse: constant(
    "ns",
    "a spike through a synapse",
    [3.5, "synaptic operation", davies, "simulated"],
    [3.8, "dense synapses", sanafe, "measured"],
    [4.7, "sparse synapses", sanafe, "measured"],
    [3.1, "convolution", sanafe, "measured"],
  ),
  update: constant(
    "ns",
    "a neuron update",
    [8.4, "update of an active neuron", davies, "simulated"],
    [5.3, "update of an inactive neuron", davies, "simulated"],
    [6 + 3.7, "access and update", sanafe, "measured"],
  ),
  hop: constant(
    "ns",
    "a packet over a link",
    [4.1, "east or west", davies, "simulated"],
    [6.5, "north or south", davies, "simulated"],
  ),
  barrier: constant(
    "ns",
    "synchronisation of all cores",
    [113, "one chip", davies, "simulated"],
    [465, "32 chips", davies, "simulated"],
    [600, "one tile", sanafe, "measured"],
    [1800, "29 tiles", sanafe, "measured"],
  ),
} as const;

/** Energies of Loihi 1. */
export const loihi1Energy: EnergyModel = {
  chip: "loihi-1",
  synapse: loihi1Synapse,
  update: loihi1Update,
  spike: loihi1Spike,
  packet: loihi1Packet,
  hop: loihi1Hop,
  chipPower: constant(
    "mW",
    "a chip that is on",
    [29.6, "mean of the logs of an idle chip with the lowest mean", idleLogs, "measured"],
    [29.7, "mean of the logs of an idle chip with the highest mean", idleLogs, "measured"],
  ),
  step: loihi1Step,
  limits: "Without the embedded processors, input and output of spikes, and links between chips.",
};

/** Energies of Loihi 2, of which none is published per operation. */
export const loihi2Energy: EnergyModel = {
  chip: "loihi-2",
  synapse: constant(
    "pJ",
    "a spike through a synapse",
    [6.8, "Hala Point at its peak: 2,600 W over 380 T operations/s", halaPoint, "derived"],
    ...asLoihi1(loihi1Synapse).values.map(
      ({ value, about, cite, status }): Row => [value, about, cite, status],
    ),
  ),
  update: asLoihi1(loihi1Update),
  spike: asLoihi1(loihi1Spike),
  packet: asLoihi1(loihi1Packet),
  hop: asLoihi1(loihi1Hop),
  chipPower: constant("mW", "a chip that is on", [
    2_600_000 / 1152,
    "Hala Point at full load: 2,600 W over 1,152 chips",
    halaPoint,
    "bound",
  ]),
  step: {
    kind: "barrier",
    synapse: asLoihi1(loihi1Step.synapse),
    update: asLoihi1(loihi1Step.update),
    hop: asLoihi1(loihi1Step.hop),
    barrier: asLoihi1(loihi1Step.barrier),
  },
  limits: "Intel publishes no energy per operation: all but the totals of Hala Point is assumed.",
};

const tick = (cite: string): EnergyModel["step"] => ({
  kind: "clock",
  period: constant("ns", "a tick", [1e6, "real time: one tick per ms", cite, "measured"]),
});

/** Energies of TrueNorth. */
export const trueNorthEnergy: EnergyModel = {
  chip: "truenorth",
  synapse: constant(
    "pJ",
    "a spike through a synapse, with neuron updates",
    [26, "synaptic event", merolla, "measured"],
    [1000 / 46, "46 G operations/s per W in real time", merolla, "all-in"],
  ),
  chipPower: constant(
    "mW",
    "a chip that is on, all 4,096 cores",
    [63, "typical network in real time", merolla, "measured"],
    [72, "typical network in real time", akopyan, "measured"],
  ),
  step: tick(merolla),
  limits: "The power of a chip includes the activity of the network with which it was measured.",
};

/** Energies of SpiNNaker 1. */
export const spiNNaker1Energy: EnergyModel = {
  chip: "spinnaker-1",
  synapse: constant(
    "pJ",
    "a spike through a synapse",
    [13_300, "synaptic event", kerasSpiking, "derived"],
    [27_000, "1.8 G events/s at less than 1 W per chip and a board's supply", stromatias, "all-in"],
  ),
  update: constant("pJ", "a neuron update", [26_000, "neuron update", kerasSpiking, "derived"]),
  hop: constant("pJ", "a packet over a link", [
    1000,
    "25 pJ per bit in a router, packets of 40 bits",
    spin1,
    "measured",
  ]),
  chipPower: constant(
    "mW",
    "a chip that is on",
    [350, "an idle chip", spin1, "measured"],
    [26_840 / 48, "an idle board of 48 chips, per chip", spin5, "measured"],
  ),
  corePower: constant("mW", "an active core", [34, "above the idle chip", spin1, "measured"]),
  step: tick(stromatias),
  limits: "Ticks of 1 ms are kept only if each core finishes its work in 200,000 cycles.",
};

/** Energies of SpiNNaker 2, those of a prototype. */
export const spiNNaker2Energy: EnergyModel = {
  chip: "spinnaker-2",
  synapse: constant("pJ", "a spike through a synapse", [
    450,
    "synaptic event of a prototype",
    prototype,
    "measured",
  ]),
  update: constant("pJ", "a neuron update", [
    2190,
    "neuron update of a prototype",
    prototype,
    "measured",
  ]),
  chipPower: constant("mW", "a chip that is on", [250, "baseline of a chip", hoeppner, "bound"]),
  step: tick(hoeppner),
  limits: "SpiNNTools has no energy model of this chip; packets and active cores are left out.",
};

/** Energies of all chips, in the order of `chips`. */
export const energyModels: readonly EnergyModel[] = [
  loihi1Energy,
  loihi2Energy,
  trueNorthEnergy,
  spiNNaker1Energy,
  spiNNaker2Energy,
];

/** Find the energies of a chip. */
export function energyModelOf(chip: string): EnergyModel | undefined {
  return energyModels.find((one) => one.chip === chip);
}

const horowitz = "doi:10.1109/ISSCC.2014.6757323";

const at45nm = (value: number, about: string): EnergyConstant =>
  constant("pJ", about, [value, `${about}, 45 nm at 0.9 V`, horowitz, "simulated"]);

type Operation = "Multiply" | "Add" | "MultiplyAdd";

/** Energies of arithmetic at 45 nm. */
export const arithmetic45nm: Readonly<Record<`${"int8" | "float32"}${Operation}`, EnergyConstant>> =
  {
    int8Multiply: at45nm(0.2, "multiplication of 8-bit integers"),
    int8Add: at45nm(0.03, "addition of 8-bit integers"),
    int8MultiplyAdd: at45nm(0.23, "multiply-add of 8-bit integers"),
    float32Multiply: at45nm(3.7, "multiplication of 32-bit floats"),
    float32Add: at45nm(0.9, "addition of 32-bit floats"),
    float32MultiplyAdd: at45nm(4.6, "multiply-add of 32-bit floats"),
  };

/** Energies of accesses of 64 bits at 45 nm. */
export const memory45nm: Readonly<
  Record<"sram8KiB" | "sram32KiB" | "sram1MiB" | "dram", EnergyConstant>
> = {
  sram8KiB: at45nm(10, "64 bits from 8 KiB of SRAM"),
  sram32KiB: at45nm(20, "64 bits from 32 KiB of SRAM"),
  sram1MiB: at45nm(100, "64 bits from 1 MiB of SRAM"),
  dram: constant(
    "pJ",
    "64 bits from DRAM",
    [1300, "lowest", horowitz, "measured"],
    [2600, "highest", horowitz, "measured"],
  ),
};

/** Energies of multiply-adds of a whole processor, without overheads. */
export const processors: Readonly<Record<"cpu" | "gpu", EnergyConstant>> = {
  cpu: constant("pJ", "multiply-add of 32-bit floats on a CPU", [
    8600,
    "Core i7-4960X",
    kerasSpiking,
    "derived",
  ]),
  gpu: constant("pJ", "multiply-add of 32-bit floats on a GPU", [
    300,
    "GTX Titan Black",
    kerasSpiking,
    "derived",
  ]),
};
