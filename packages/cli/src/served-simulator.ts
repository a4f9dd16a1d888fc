import type { ServedSimulator } from "@spikeloom/link";
import { planNetwork, planRecorders } from "@spikeloom/simulate";
import { givenBackend } from "./choose-backend.ts";
import { defaultStack } from "./default-stack.ts";
import { loadNetwork } from "./load/load-network.ts";
import { allErrors, asCoded } from "./print/coded.ts";
import { simulate } from "./simulate-network.ts";

/** Simulates networks for a client of the link, on the default stack. */
export const servedSimulator: ServedSimulator = {
  read: (path) => loadNetwork(path, {}),
  simulate: (network, { backend, ...options }) =>
    simulate(network, { ...options, ...(backend !== undefined && { backend }) }),
  recorders: (network) => planRecorders(network, defaultStack),
  findErrors(network, options) {
    try {
      const backend = givenBackend(defaultStack, options.backend);
      planNetwork(network, { ...options, stack: defaultStack, backend });
      return [];
    } catch (fault) {
      const coded = asCoded(fault);
      if (coded === undefined) throw fault;
      return allErrors(coded);
    }
  },
};
