import { clock } from "@spikeloom/backend-clock";
import { integrators } from "@spikeloom/integrators";
import { type BackendRecord, createStack, type NetworkRecord } from "@spikeloom/kernel";
import { checkNetwork, connectors } from "@spikeloom/network";
import { lifCurrExp, spikeArray } from "@spikeloom/neurons";
import { rStdp } from "@spikeloom/plasticity";
import { planRecorders, run, type Simulated, simulate } from "@spikeloom/simulate";
import type { Reply } from "../src/generated/link.ts";
import type { SimulationCall } from "../src/generated/simulation.ts";
import type { ServedSimulator } from "../src/index.ts";
import type { Sent } from "../src/wire/message-form.ts";
import { type Call, type Client, client } from "./client.ts";

const stack = createStack({
  plugins: [lifCurrExp, spikeArray, rStdp, ...integrators, ...connectors, clock()],
});

/** Simulate on the clock backend or another; files are loaded from the given contents. */
export function simulator(
  files: ReadonlyMap<string, NetworkRecord> = new Map(),
  backend: BackendRecord = clock(),
): ServedSimulator {
  return {
    read: async (path) => files.get(path) as NetworkRecord,
    findErrors: async (network) => checkNetwork(network, { stack, backend }),
    simulate: (network, { backend: _, ...options }) =>
      simulate(network, { ...options, stack, backend }),
    runBatch: (network, { backend: _, ...options }) => run(network, { ...options, stack, backend }),
    recorders: async (network) => planRecorders(network, stack),
  };
}

/** Simulate without a link. */
export function directly(
  network: NetworkRecord,
  seed: number,
  backend: BackendRecord = clock(),
): Promise<Simulated> {
  return simulate(network, { stack, backend, seed, workers: 1 });
}

/** A request of the dialect `simulation`. */
export function simulation(call: NonNullable<Sent<SimulationCall>["call"]>): Call {
  return { case: "simulation", value: { call } };
}

/** A client that has been greeted, and requests simulations. */
export interface SimulationClient extends Client {
  ask(call: NonNullable<Sent<SimulationCall>["call"]>): Promise<Reply["result"]>;
}

/** Greet a client that may load networks from a folder. */
export async function greeted(
  networks?: string,
  served: ServedSimulator = simulator(),
  mostWaitingBytes?: number,
): Promise<SimulationClient> {
  const one = client({ simulator: async () => served, mostWaitingBytes });
  await one.call({ case: "hello", value: { versions: [1], networks } });
  return { ...one, ask: (call) => one.call(simulation(call)) };
}
