import { createStack, type NetworkRecord, type Stack } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { plasticity } from "@spikeloom/plasticity";
import { synapses } from "@spikeloom/synapses";

/** All models and connectors. */
export const stack: Stack = createStack({
  plugins: [...neurons, ...synapses, ...plasticity, ...connectors],
});

/** A source, neurons of a model, and a projection with these fields. */
export function drivenNetwork(
  model: string,
  more: {
    readonly population?: object;
    readonly projection?: object;
    readonly network?: object;
  } = {},
): NetworkRecord {
  return {
    format: "spikeloom-network",
    version: 1,
    duration: "10 ms",
    populations: {
      S: { model: "spike-array", size: 2, times: [[1], [2]] },
      E: { model, size: 3, ...more.population },
    },
    projections: [
      {
        from: "S",
        to: "E",
        receptor: "excitatory",
        connector: { kind: "all-to-all" },
        weight: "1 nA",
        ...more.projection,
      },
    ],
    ...more.network,
  };
}
