import { defineConnector, defineNeuron, type NetworkRecord } from "@spikeloom/kernel";

/** A connector as another package would have it: each target hears every third source. */
export const everyThird = defineConnector({
  name: "every-third",
  about: "Each target hears every third source, from one that is its own.",
  options: {},
  module: import.meta.url,
  plan: ({ sources, targets }) => ({
    expected: (sources / 3) * targets,
    by: "target",
    partners(target, out) {
      for (let source = target % 3; source < sources; source += 3) out.push(source);
    },
  }),
});

const counter = defineNeuron({
  name: "counter",
  about: "Counts what arrives.",
  parameters: {},
  receptors: { in: { unit: "1", about: "count", on: { n: "n + weight" } } },
  state: { n: { initial: 0, unit: "1", about: "count" } },
});

/** A network that it connects. */
export const everyThirdNetwork: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  duration: "1 ms",
  populations: { n: { model: counter, size: 9 } },
  projections: [{ from: "n", to: "n", connector: { kind: "every-third" }, weight: 1 }],
};
