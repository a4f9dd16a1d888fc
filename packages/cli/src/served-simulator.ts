import { setImmediate } from "node:timers/promises";
import type { Stack } from "@spikeloom/kernel";
import type { ServedSimulator } from "@spikeloom/link";
import { inPieces } from "@spikeloom/program";
import { planNetworkInPieces, planRecorders } from "@spikeloom/simulate";
import { givenBackend } from "./choose-backend.ts";
import { loadNetwork } from "./load/load-network.ts";
import type { ReadThingOptions } from "./load/read-thing.ts";
import { allErrors, asCoded } from "./print/coded.ts";
import { run } from "./run-network.ts";
import { simulate } from "./simulate-network.ts";
import { chooseStack, type StackChoice } from "./stack/choose-stack.ts";

/** Options with which a client of the link started the process. */
export type ServedChoice = StackChoice & Pick<ReadThingOptions, "from" | "fromOption">;

/**
 * Create the simulator for a client of the link.
 *
 * Its stack is the one configured next to the network file that was read last; for records before any file,
 * the one of the working directory.
 */
export function servedSimulator({ from, fromOption, ...choice }: ServedChoice): ServedSimulator {
  let chosen: Promise<Stack> | undefined;
  const stackOf = (path?: string): Promise<Stack> => {
    if (path !== undefined || chosen === undefined) chosen = chooseStack(path, choice);
    return chosen;
  };
  return {
    read: async (path) => await loadNetwork(path, { from, fromOption, stack: await stackOf(path) }),
    simulate: async (network, { backend, ...options }) => {
      const given = backend === undefined ? {} : { backend };
      return await simulate(network, { ...options, ...given, stack: await stackOf() });
    },
    runBatch: async (network, { backend, ...options }) => {
      const given = backend === undefined ? {} : { backend };
      return await run(network, { ...options, ...given, stack: await stackOf() });
    },
    recorders: async (network) => planRecorders(network, await stackOf()),
    async findErrors(network, options) {
      const stack = await stackOf();
      try {
        const backend = givenBackend(stack, options.backend);
        // The client may disconnect meanwhile.
        await inPieces(planNetworkInPieces(network, { ...options, stack, backend }), () =>
          setImmediate(),
        );
        return [];
      } catch (fault) {
        const coded = asCoded(fault);
        if (coded === undefined) throw fault;
        return allErrors(coded);
      }
    },
  };
}
