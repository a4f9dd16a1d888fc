import type { ChipRecord } from "./chip.ts";

const akopyan = "doi:10.1109/TCAD.2015.2474396";
const cassidy = "doi:10.1109/IJCNN.2013.6707077";

/** IBM TrueNorth. */
export const trueNorth: ChipRecord = {
  name: "truenorth",
  about: "IBM TrueNorth: 4,096 cores with a crossbar of 256 axons and 256 neurons each.",
  cite: [akopyan, cassidy],
  routers: { columns: 64, rows: 64, cores: 1, links: "mesh", cite: akopyan },
  boards: [
    { name: "NS1e", chips: 1 },
    { name: "NS16e", chips: 16 },
  ],
  inputs: { on: "host" },
  routing: "destinations",
  limits: [
    {
      resource: "neurons",
      value: 256,
      about: "neurons per core",
      cite: akopyan,
      status: "public",
    },
    {
      resource: "in-axons",
      value: 256,
      about: "axons per core",
      cite: akopyan,
      status: "public",
    },
    {
      resource: "fan-in",
      value: 256,
      about: "sources of a neuron, the axons of its core",
      cite: akopyan,
      status: "public",
    },
    {
      resource: "fan-out",
      value: 1,
      about: "target axons of a neuron",
      cite: cassidy,
      status: "public",
    },
    { resource: "delay", value: 15, about: "ticks of delay", cite: akopyan, status: "public" },
  ],
};
