import type { BackendRecord, Simulation } from "@spikeloom/kernel";
import { checkRun, estimateNetwork, simulate } from "@spikeloom/simulate";
import type { Claim } from "./claim.ts";
import { claimOn, type Task } from "./claim-on-network.ts";
import { boundless, busyNetwork, chain } from "./try-networks.ts";

/** Claims about what a backend tells before a run, and about the order of what it is asked. */
export function contractClaims(task: Task): readonly Claim[] {
  const { backend, stack } = task;
  const options = { stack, backend };
  const claim = claimOn(task, busyNetwork, chain);
  return [
    claim("estimates bytes of which the parts add up to all", ({ near }) => {
      for (const network of [busyNetwork, chain, boundless]) {
        const { bytes, parts } = estimateNetwork(network, options);
        const sum = parts.reduce((all, part) => all + part.bytes, 0);
        near("the bytes of all parts", sum, { expected: bytes, within: 1e-9 * bytes });
      }
    }),
    claim("estimates no limit that its check leaves out", ({ holds }) => {
      for (const network of [busyNetwork, chain, boundless]) {
        const found = checkRun(network, options).map(({ code, place }) => `${code} at ${place}`);
        for (const { code, place } of estimateNetwork(network, options).faults) {
          const fault = `${code} at ${place}`;
          holds(`what the check says of ${fault}`, found.includes(fault), found);
        }
      }
    }),
    claim("acts in the order of calls, also where nobody waits", async ({ same }) => {
      const [waited, unwaited] = [await openOn(options), await openOn(options)];
      try {
        const expected: unknown[] = [];
        for (const call of calls) expected.push(await call(waited.simulation));
        const got = await Promise.all(calls.map((call) => call(unwaited.simulation)));
        same("what each call gives", got, expected);
      } finally {
        await waited.close();
        await unwaited.close();
      }
    }),
  ];
}

/** What is asked of a simulation, each of which changes what the others give. */
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

interface Opened {
  readonly simulation: Simulation;
  close(): Promise<void>;
}

/** Prepare a network, and take the simulation of the backend itself: what is around it waits for each call. */
async function openOn({ backend, stack }: Pick<Task, "backend" | "stack">): Promise<Opened> {
  const made: Simulation[] = [];
  const watched: BackendRecord = {
    ...backend,
    async prepare(program, job) {
      const simulation = await backend.prepare(program, job);
      made.push(simulation);
      return simulation;
    },
  };
  const simulated = await simulate(busyNetwork, { stack, backend: watched, seed: 5 });
  const [simulation] = made;
  if (simulation === undefined) throw new Error(`"${backend.name}" was not asked to prepare`);
  return { simulation, close: () => simulated.close() };
}
