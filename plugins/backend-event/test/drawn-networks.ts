import type { NetworkRecord, StimulusRecord } from "@spikeloom/kernel";
import type { Draw } from "../../../tools/test/draws.ts";

/** Models with a closed form, their receptors, and weights and currents that make them spike. */
export const linearModels = [
  { model: "lif-delta", receptors: ["delta"], weight: "3 mV", current: "0.4 nA" },
  { model: "if-delta", receptors: ["delta"], weight: "2 mV", current: "0.2 nA" },
  {
    model: "lif-curr-exp",
    receptors: ["excitatory", "inhibitory"],
    weight: "0.4 nA",
    current: "0.9 nA",
  },
  {
    model: "lif-curr-alpha",
    receptors: ["excitatory", "inhibitory"],
    weight: "0.4 nA",
    current: "0.9 nA",
  },
  {
    model: "mat2-curr-exp",
    receptors: ["excitatory", "inhibitory"],
    weight: "0.2 nA",
    current: "0.6 nA",
  },
] as const;

/** Models without a closed form. */
export const smoothModels = [
  {
    model: "lif-cond-exp",
    receptors: ["excitatory", "excitatory"],
    weight: "10 nS",
    current: "0.9 nA",
  },
  {
    model: "adex-cond-exp",
    receptors: ["excitatory", "excitatory"],
    weight: "10 nS",
    current: "0.9 nA",
  },
] as const;

/** A network of drawn neurons of one model: sources, recurrent synapses with several delays, currents, random spikes. */
export function drawnNetwork(
  { model, receptors, weight, current }: (typeof linearModels | typeof smoothModels)[number],
  draw: Draw,
  dt = "0.1 ms",
): NetworkRecord {
  const receptor = receptors[0];
  const last = receptors.at(-1) ?? receptor;
  const jitter = draw(100) / 100;
  const stimuli: StimulusRecord[] = [
    {
      kind: "steps",
      into: "n",
      times: [`${1 + jitter} ms`, "18.37 ms", "31 ms"],
      values: [current, "0 nA", current],
    },
    { kind: "poisson", into: "n", receptor, rate: "200 Hz", weight } as StimulusRecord,
  ];
  return {
    format: "spikeloom-network",
    version: 1,
    dt,
    populations: {
      s: { model: "poisson", size: 10, parameters: { rate: "40 Hz" } },
      n: { model, size: 20 },
    },
    projections: [
      {
        from: "s",
        to: "n",
        receptor,
        connector: { kind: "fixed-probability", p: 0.4 },
        weight,
        delay: { draw: "uniform", low: "0.7 ms", high: "3 ms" },
      },
      {
        from: "n",
        to: "n",
        receptor: last,
        connector: { kind: "fixed-probability", p: 0.2 },
        weight: receptor === last && receptors.length > 1 ? weight : `-${weight}`,
        delay: { formula: "(1 + 0.25*(i % 4))*ms" },
      },
    ],
    stimuli,
    record: [
      { population: "n", variables: ["spikes"] },
      { population: "n", variables: ["v"], every: "3 ms" },
    ],
  };
}
