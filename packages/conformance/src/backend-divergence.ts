import {
  type BackendRecord,
  type NetworkRecord,
  type Simulation,
  SpikeLoomError,
} from "@spikeloom/kernel";
import { type DivergedError, run } from "@spikeloom/simulate";
import { isContinuous } from "./backend-continuous.ts";
import type { Checks, Claim } from "./claim.ts";
import { claimOn, type Task } from "./claim-on-network.ts";
import {
  brokenWeight,
  divergent as doublings,
  growing,
  recordedDivergent as recordedDoublings,
  recordedGrowing,
} from "./try-networks.ts";

/** Requirements that non-finite values are always detected. */
export function divergenceClaims(task: Task): readonly Claim[] {
  const { backend, stack } = task;
  const [divergent, recordedDivergent] = isContinuous(task)
    ? [growing, recordedGrowing]
    : [doublings, recordedDoublings];
  const diverged = (network: NetworkRecord, watched = backend) =>
    divergenceOf(run(network, { stack, backend: watched, for: "50 ms" }));
  const isSeen = async ({ same }: Checks, watched?: BackendRecord) => {
    const { name, variable } = (await diverged(divergent, watched)) ?? {};
    same("the non-finite value", [name, variable], ["n", "v"]);
  };
  return [
    claimOn(task, divergent)(
      "stops with a code when a value becomes non-finite, but not for an initial one",
      (checks) => isSeen(checks),
    ),
    claimOn(task, divergent)("detects non-finite values in the final state, too", (checks) =>
      isSeen(checks, unwatched(backend)),
    ),
    claimOn(task, recordedDivergent)(
      "reports neuron and time of the first recorded non-finite value",
      async ({ same, near }) => {
        const { name, variable, index, until } = (await diverged(recordedDivergent)) ?? {};
        same("the non-finite value", [name, variable, index], ["n", "v", 1]);
        // 1e4 * 100^153 is the first to overflow, 1e4 * 100^18 in single precision; stamped with either end of its step.
        // In continuous time, 1e4 * 100^(10 t) overflows at 15.213 ms.
        const isSingle = backend.options?.["precision"]?.default === "f32";
        const expected = isSingle ? 1.8 : 15.3;
        near("the time in ms", until ?? Number.NaN, { expected, within: 0.1 + 1e-9 });
      },
    ),
    claimOn(task, brokenWeight)("detects a non-finite weight", async ({ holds }) => {
      const found = await diverged(brokenWeight);
      // It makes its targets non-finite, too.
      const isKnown = found?.name === "w" || found?.name === "n";
      holds("the non-finite value", isKnown, found?.name);
    }),
  ];
}

/** The same backend, without its own check for non-finite values. */
function unwatched(backend: BackendRecord): BackendRecord {
  return {
    ...backend,
    async prepare(program, job) {
      const simulation = await backend.prepare(program, job);
      return Object.create(simulation, { areFinite: { value: undefined } }) as Simulation;
    },
  };
}

/** Reported divergence of a run; undefined if there was none. */
async function divergenceOf(ended: ReturnType<typeof run>) {
  try {
    await ended;
    return undefined;
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError) || fault.code !== "SL_DIVERGED") throw fault;
    return (fault as DivergedError).result.diverged;
  }
}
