import { type ConventionRecord, defineNeuron, type NetworkRecord } from "@spikeloom/kernel";
import { allToAll, network, noiseInput, population, projection, record } from "@spikeloom/network";
import { izhikevich2003Network } from "@spikeloom/neurons";

/** The neuron of the network, with the position of each neuron between the types of its class. */
const variedNeuron = defineNeuron({
  ...izhikevich2003Network,
  name: "izhikevich-2003-varied",
  parameters: {
    ...izhikevich2003Network.parameters,
    r: { default: 0, about: "place between two types of neuron, from 0 to 1", min: 0, max: 1 },
  },
});

/** The order of the author's loop: spikes of the last step act at the start of this one. */
const authorsLoop: ConventionRecord = {
  name: "izhikevich-2003",
  order: ["arrive", "integrate", "threshold", "reset"],
  spikeStamp: "end",
  threshold: "as-written",
  refractory: { countOffset: 0, blocksWrites: false },
  delay: { least: 0, rounding: "nearest" },
  multiplicity: "count",
  inputHold: "start",
  sampleAt: "end",
};

const uniform = { draw: "uniform", low: 0, high: 1 } as const;

/** Izhikevich's network of 1000 randomly connected neurons. */
export function izhikevichNetwork(): NetworkRecord {
  const E = population(variedNeuron, 800, {
    parameters: {
      r: uniform,
      // The square favours regular spiking over chattering.
      c: { formula: "-65*mV + 15*mV * r**2" },
      d: { formula: "8*mV - 6*mV * r**2" },
    },
  });
  const I = population(variedNeuron, 200, {
    parameters: {
      r: uniform,
      a: { formula: "0.02 + 0.08 * r" },
      b: { formula: "0.25 - 0.05 * r" },
      d: "2 mV",
    },
  });
  const connector = allToAll({ autapses: true });
  const [onto, delay] = [[E, I], "0 ms"];
  const excitatory = { draw: "uniform", low: "0 pA", high: "0.5 pA" } as const;
  const inhibitory = { draw: "uniform", low: "-1 pA", high: "0 pA" } as const;
  return network({
    name: "izhikevich-2003",
    cite: ["doi:10.1109/TNN.2003.820440"],
    dt: "1 ms",
    duration: "1 s",
    convention: authorsLoop,
    populations: { E, I },
    projections: [
      ...onto.map((to) => projection(E, to, { connector, weight: excitatory, delay })),
      ...onto.map((to) => projection(I, to, { connector, weight: inhibitory, delay })),
    ],
    stimuli: [
      noiseInput(E, { mean: "0 pA", sd: "5 pA" }),
      noiseInput(I, { mean: "0 pA", sd: "2 pA" }),
    ],
    record: [record(E), record(I)],
  });
}
