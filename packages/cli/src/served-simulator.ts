import { type NetworkRecord, SpikeLoomError } from "@spikeloom/kernel";
import type { ServedOptions, ServedSimulator } from "@spikeloom/link";
import { checkNetwork } from "@spikeloom/network";
import { availableMemory, planRecorders } from "@spikeloom/simulate";
import { givenBackend } from "./choose-backend.ts";
import { defaultStack } from "./default-stack.ts";
import { loadNetwork } from "./load/load-network.ts";
import { simulate } from "./simulate-network.ts";

/** Simulates networks for a client of the link, on the default stack. */
export const servedSimulator: ServedSimulator = {
  read: (path) => loadNetwork(path, {}),
  simulate: (network, { backend, ...options }) =>
    simulate(network, { ...options, ...(backend !== undefined && { backend }) }),
  recorders: (network) => planRecorders(network, defaultStack),
  findErrors(network, options) {
    const { memory = availableMemory(), workers, shards } = options;
    try {
      const backend = givenBackend(defaultStack, options.backend);
      const whole = { ...network, ...decisive(options) };
      return checkNetwork(whole, { stack: defaultStack, backend, memory, workers, shards });
    } catch (fault) {
      // Such as a backend that is not there.
      if (fault instanceof SpikeLoomError) return [fault];
      throw fault;
    }
  },
};

/** What the options say instead of the network. */
function decisive({
  seed,
  trial,
  precision,
  tier,
  dt,
  convention,
}: ServedOptions): Partial<NetworkRecord> {
  const given = Object.entries({ seed, trial, precision, tier, dt, convention });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}
