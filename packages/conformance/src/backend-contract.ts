import type { Simulation } from "@spikeloom/kernel";
import { checkRun, estimateNetwork } from "@spikeloom/simulate";
import type { Claim } from "./claim.ts";
import { claimOn, type Task } from "./claim-on-network.ts";
import { openOn } from "./outcome.ts";
import { boundless, busyNetwork, chain } from "./try-networks.ts";

/** Requirements for a backend's checks and estimates before a run, and for the order of calls. */
export function contractClaims(task: Task): readonly Claim[] {
  const { backend, stack } = task;
  const options = { stack, backend };
  const claim = claimOn(task, busyNetwork, chain);
  return [
    claim("estimates memory whose parts add up to the total", ({ near }) => {
      for (const network of [busyNetwork, chain, boundless]) {
        const { bytes, parts } = estimateNetwork(network, options);
        const sum = parts.reduce((all, part) => all + part.bytes, 0);
        near("the sum of all parts in bytes", sum, { expected: bytes, within: 1e-9 * bytes });
      }
    }),
    claim("reports no limit in its estimate that its check omits", ({ holds }) => {
      for (const network of [busyNetwork, chain, boundless]) {
        const found = checkRun(network, options).map(({ code, place }) => `${code} at ${place}`);
        for (const { code, place } of estimateNetwork(network, options).faults) {
          const fault = `${code} at ${place}`;
          holds(`the check's report of ${fault}`, found.includes(fault), found);
        }
      }
    }),
    claim("executes calls in order, even if not awaited", async ({ same }) => {
      const [waited, unwaited] = [
        await openOn(busyNetwork, options),
        await openOn(busyNetwork, options),
      ];
      try {
        const expected: unknown[] = [];
        for (const call of calls) expected.push(await call(waited.simulation));
        const got = await Promise.all(calls.map((call) => call(unwaited.simulation)));
        same("the result of each call", got, expected);
      } finally {
        await waited.simulated.close();
        await unwaited.simulated.close();
      }
    }),
  ];
}

/** Calls to a simulation, each of which changes the results of the others. */
const calls: readonly ((simulation: Simulation) => unknown)[] = [
  (simulation) => simulation.state("e", "v"),
  (simulation) => simulation.advance(150),
  (simulation) => simulation.state("e", "v"),
  (simulation) => simulation.spikeHash(),
  (simulation) => simulation.setState?.("e", "v", new Float64Array(50).fill(0.014)),
  (simulation) => simulation.state("e", "v"),
  (simulation) => simulation.advance(50),
  (simulation) => simulation.spikeCount("e"),
  (simulation) => simulation.state("e", "v"),
];
