import type { NetworkRecord } from "@spikeloom/kernel";
import { simulate } from "@spikeloom/simulate";
import { defaultStack as stack } from "spikeloom";
import { cubaNetwork } from "../../packages/reproductions/src/brette-2007/network.ts";
import {
  brunelNetwork,
  brunelStates,
} from "../../packages/reproductions/src/brunel-2000/network.ts";
import { webgpu } from "../../plugins/backend-webgpu/src/index.ts";
import { plasticNetwork } from "../../plugins/backend-webgpu/test/networks.ts";

/** A tenth of Brunel's network: a tenth of the neurons and synapses, with ten times the weight. */
export function smallBrunel(): NetworkRecord {
  const network = brunelNetwork(brunelStates.C);
  const { populations, projections = [] } = network;
  return {
    ...network,
    populations: Object.fromEntries(
      Object.entries(populations).map(([name, one]) => [name, { ...one, size: one.size / 10 }]),
    ),
    projections: projections.map(({ connector, weight, ...one }) => ({
      ...one,
      connector: { ...connector, n: Number(connector["n"]) / 10 },
      weight: `${10 * Number.parseFloat(String(weight))} mV`,
    })),
  };
}

/** Networks that run on the graphics processor of a page, with their durations. */
const networks: Readonly<Record<string, readonly [make: () => NetworkRecord, duration: string]>> = {
  STDP: [() => plasticNetwork("stdp-pair"), "20 ms"],
  CUBA: [cubaNetwork, "3 ms"],
  "Brunel at a tenth": [smallBrunel, "15 ms"],
};

/** Names of these networks. */
export const graphicsNetworks: readonly string[] = Object.keys(networks);

/** Result of one network. */
export interface GraphicsOutcome {
  readonly network: string;
  /** Where it ran: in a page or a worker of it. */
  readonly place: "page" | "worker";
  readonly spikes: number;
  readonly spikeHash: string;
  /** Hash on the CPU processor. */
  readonly wanted: string;
  /** Wall time on the graphics processor. */
  readonly seconds: number;
}

/** Run a network on the graphics processor and on the CPU processor. */
export async function runGraphics(
  name: string,
  place: GraphicsOutcome["place"],
): Promise<GraphicsOutcome> {
  const [make, duration] = networks[name] ?? [];
  if (make === undefined || duration === undefined) throw new Error(`There is no "${name}".`);
  const network = make();
  const outcome = async (processor: "gpu" | "cpu") => {
    const backend = webgpu({ processor });
    const simulated = await simulate(network, { stack, backend, seed: 5 });
    try {
      await simulated.advance(duration);
      return await simulated.result();
    } finally {
      await simulated.close();
    }
  };
  const { spikeHash: wanted } = await outcome("cpu");
  const start = performance.now();
  const { spikeHash, spikeCounts } = await outcome("gpu");
  const seconds = (performance.now() - start) / 1000;
  const spikes = Object.values(spikeCounts).reduce((sum, one) => sum + one, 0);
  return { network: name, place, spikes, spikeHash, wanted, seconds };
}
