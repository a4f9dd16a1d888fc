// Source i has i mod 7 synapses onto I and one onto E, so that the events of each spike are known.

const pairs = Array.from({ length: 1500 }, (_, source) =>
  Array.from({ length: source % 7 }, (_, k) => [source, (source + 11 * k) % 500]),
).flat();

/** Two populations with connections that can be counted by hand. */
export const network: object = {
  format: "spikeloom-network",
  version: 1,
  name: "rows",
  dt: "0.1 ms",
  duration: "200 ms",
  seed: 5,
  populations: {
    E: { model: "lif-curr-exp", size: 1500, parameters: { i_offset: "0.6 nA" } },
    I: { model: "lif-curr-exp", size: 500, parameters: { i_offset: "0.5 nA" } },
  },
  projections: [
    {
      from: "E",
      to: "I",
      receptor: "excitatory",
      weight: "0.05 nA",
      delay: "1.5 ms",
      connector: { kind: "pairs", pairs },
    },
    {
      from: "E",
      to: "E",
      receptor: "excitatory",
      weight: "0.02 nA",
      delay: "2 ms",
      connector: { kind: "one-to-one" },
    },
  ],
  stimuli: [
    { kind: "poisson", into: "E", receptor: "excitatory", rate: "2 kHz", weight: "0.05 nA" },
  ],
  record: [{ population: "E", variables: ["spikes"] }],
};
