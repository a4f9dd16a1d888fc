import type { BackendRecord, NetworkRecord, Stack } from "@spikeloom/kernel";
import { checkCapabilities } from "@spikeloom/network";
import { run } from "@spikeloom/simulate";
import type { Checks, Claim, MakeClaim } from "./claim.ts";

/** Inputs for requirements on a backend. */
export interface Task {
  readonly backend: BackendRecord;
  readonly stack: Stack;
  readonly claim: MakeClaim;
}

/** Return whether a backend supports everything that these networks require. */
export function isAble(
  { backend, stack }: Pick<Task, "backend" | "stack">,
  networks: readonly NetworkRecord[],
): boolean {
  return networks.every((network) => checkCapabilities(network, { stack, backend }).length === 0);
}

/**
 * Create requirements that need a backend to run these networks.
 *
 * If it lacks a required capability, it must refuse them before preparing anything.
 */
export function claimOn(task: Task, ...networks: readonly NetworkRecord[]): MakeClaim {
  const { claim } = task;
  const refused = networks.filter((network) => !isAble(task, [network]));
  if (refused.length === 0) return claim;
  return (name): Claim =>
    claim(`refuses by capability, before preparing, the networks for: ${name}`, async (checks) => {
      for (const network of refused) await refusesUnprepared(network, task, checks);
    });
}

/** Require that a backend refuses a network before it is told to prepare it. */
export async function refusesUnprepared(
  network: NetworkRecord,
  { backend, stack }: Pick<Task, "backend" | "stack">,
  { refused, same }: Checks,
): Promise<void> {
  let asked = 0;
  const watched: BackendRecord = {
    ...backend,
    prepare: (program, job) => {
      asked++;
      return backend.prepare(program, job);
    },
  };
  const attempt = () => run(network, { stack, backend: watched, for: "1 ms" });
  await refused("a run", attempt, ["SL_MISSING_CAPABILITY"]);
  same("the number of prepare calls", asked, 0);
}
