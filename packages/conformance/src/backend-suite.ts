import {
  type BackendRecord,
  checkOptionNames,
  type NetworkRecord,
  type OptionNames,
  type Stack,
} from "@spikeloom/kernel";
import { readCheckpoint, run, simulate } from "@spikeloom/simulate";
import { batchClaims } from "./backend-batch.ts";
import { betweenClaims } from "./backend-between.ts";
import { capabilityClaims } from "./backend-capabilities.ts";
import { continuousClaims, exactClaim, isContinuous } from "./backend-continuous.ts";
import { contractClaims } from "./backend-contract.ts";
import { divergenceClaims } from "./backend-divergence.ts";
import { inputClaims } from "./backend-inputs.ts";
import { type Claim, claimsAbout } from "./claim.ts";
import { claimOn, type Task } from "./claim-on-network.ts";
import { drivenNetwork, type Fixture, fixtureDuration, shownBy } from "./fixture.ts";
import { fixtures } from "./generated/fixtures.ts";
import { outcomeOf, spikesOf } from "./outcome.ts";
import { busyNetwork, busySpikes, chain, drawnNetworks, plainChain } from "./try-networks.ts";

/** Inputs for testing a backend. */
export interface BackendSuiteOptions {
  /** A stack with connectors, integrators and SpikeLoom's models, such as `defaultStack`. */
  readonly stack: Stack;
}

const names: OptionNames<BackendSuiteOptions> = { stack: true };

/**
 * Requirements for a backend.
 *
 * It reproduces the spikes of every model of the specification that it supports; runs depend only on the network and
 * its seed, not on how they are divided. A backend in continuous time has exact spike times in place of those on the grid.
 * If the backend lacks a required capability, it must refuse the network by capability; what it provides must work.
 */
export function backendSuite(
  backend: BackendRecord,
  options: BackendSuiteOptions,
): readonly Claim[] {
  checkOptionNames(options, names, "backendSuite");
  const { stack } = options;
  const claim = claimsAbout(backend);
  const task = { backend, stack, claim };
  return [
    ...fixtures.map((fixture) => fixtureClaim(fixture, task)),
    ...runClaims(task),
    ...(isContinuous(task) ? continuousClaims(task) : stepClaims(task)),
    ...recordingClaims(task),
    ...divergenceClaims(task),
    ...inputClaims(task),
    ...betweenClaims(task),
    ...batchClaims(task),
    ...contractClaims(task),
    ...capabilityClaims(task),
  ];
}

function fixtureClaim(fixture: Fixture, task: Task): Claim {
  const { name, model, spikes, shown } = fixture;
  const { stack, backend } = task;
  const network = drivenNetwork(model);
  if (isContinuous(task)) return exactClaim(name, { network, shownBy: shownBy(model) }, task);
  const claim = claimOn(task, network);
  // A backend without double precision keeps the digits of sums in single precision.
  const digits = backend.options?.["precision"]?.default === "f32" ? 2 ** -16 : 1e-9;
  return claim(`reproduces the spikes of ${name}`, async ({ same, near }) => {
    const outcome = await outcomeOf(network, {
      stack,
      backend,
      duration: fixtureDuration,
      // Some stimuli drive some models to non-finite values.
      goesOn: true,
    });
    // For a model without reference data, only completion of the run can be checked.
    if (spikes !== undefined) same("their number and digest", spikesOf(outcome), spikes);
    for (const [k, expected] of (shown ?? []).entries()) {
      const got = outcome.state[shownBy(model) ?? ""]?.[k] ?? Number.NaN;
      near(`the synaptic effect on neuron ${k}`, got, {
        expected,
        within: digits * Math.abs(expected),
      });
    }
  });
}

function runClaims(task: Task): readonly Claim[] {
  const { backend, stack } = task;
  const options = { stack, backend };
  return [
    ...drawnNetworks.flatMap(([what, network]) => drawnClaims(network, what, task)),
    claimOn(task, busyNetwork)(
      "can be closed before its first step, leaving nothing behind",
      async () => {
        const simulated = await simulate(busyNetwork, { ...options, seed: 5 });
        await simulated.close();
      },
    ),
  ];
}

/** Results of a backend that proceeds in steps. */
function stepClaims(task: Task): readonly Claim[] {
  const { backend, stack } = task;
  const options = { stack, backend };
  return [
    claimOn(task, chain)("delivers a spike exactly after its delay", async (checks) => {
      const { recordings } = await run(chain, { ...options, for: "10 ms" });
      const steps = recordings.map(({ spikes }) => [...(spikes?.steps ?? [])]);
      checks.same("spikes of a chain, one delay apart", steps, [[10], [25], [40]]);
    }),
    claimOn(task, plainChain)(
      "delivers a spike of a neuron exactly after its delay",
      async (checks) => {
        const { recordings } = await run(plainChain, { ...options, for: "10 ms" });
        const steps = recordings.map(({ spikes }) => [...(spikes?.steps ?? [])]);
        checks.same("spikes of a chain, one delay apart", steps, [[1], [16], [31]]);
      },
    ),
    claimOn(task, busyNetwork)("reproduces the spikes of random neurons", async ({ same }) => {
      const outcome = await outcomeOf(busyNetwork, { ...options, duration: "30 ms", seed: 5 });
      same("their number and digest", spikesOf(outcome), busySpikes);
    }),
  ];
}

/** Results depend only on the seed, independent of how a run is divided. */
function drawnClaims(network: NetworkRecord, what: string, task: Task): readonly Claim[] {
  const { backend, stack } = task;
  const options = { stack, backend };
  const claim = claimOn(task, network);
  return [
    claim(`depends only on the seed: a network ${what}`, async ({ same, holds }) => {
      const [one, two, other] = [5, 5, 6].map((seed) =>
        outcomeOf(network, { ...options, duration: "30 ms", seed }),
      );
      same("the outcome of a repeated run", await two, await one);
      holds(
        "the spikes of another seed",
        (await other)?.spikeHash !== (await one)?.spikeHash,
        "alike",
      );
    }),
    claim(`gives the same results in pieces of any size: a network ${what}`, async ({ same }) => {
      const [whole, parts] = await Promise.all(
        [["30 ms"], ["0.1 ms", "9.9 ms", "0.1 ms", "13.3 ms", "6.6 ms"]].map(async (pieces) => {
          const simulated = await simulate(network, { ...options, seed: 5 });
          try {
            for (const piece of pieces) await simulated.advance(piece);
            const { recordings, spikeHash } = await simulated.result();
            return { recordings, spikeHash, v: (await simulated.state("e", "v")).values };
          } finally {
            await simulated.close();
          }
        }),
      );
      same("the run in pieces", parts, whole);
    }),
    ...checkpointClaims(network, what, task),
  ];
}

function checkpointClaims(network: NetworkRecord, what: string, task: Task): readonly Claim[] {
  const { backend, stack } = task;
  const runTo = async (duration: string, from?: Uint8Array) => {
    const files: Uint8Array[] = [];
    const checkpoint = { every: "12 ms", write: (bytes: Uint8Array) => void files.push(bytes) };
    const result = await run(network, {
      stack,
      backend,
      for: duration,
      seed: 5,
      ...(from === undefined ? { checkpoint } : { from: await readCheckpoint(from) }),
    });
    return { files, result };
  };
  if (!backend.provides.includes("checkpoint")) {
    if (network !== busyNetwork) return [];
    return [
      task.claim("refuses checkpoints if it does not support them", ({ refused }) =>
        refused("a run", () => runTo("30 ms"), ["SL_CHECKPOINT_BACKEND"]),
      ),
    ];
  }
  return [
    claimOn(task, network)(
      `resumes from a checkpoint with identical results: a network ${what}`,
      async ({ same }) => {
        const whole = await runTo("30 ms");
        const [first = new Uint8Array(0)] = whole.files;
        const rest = await runTo("30 ms", first);
        same("digest of all spikes", rest.result.spikeHash, whole.result.spikeHash);
        same("their numbers", rest.result.spikeCounts, whole.result.spikeCounts);
      },
    ),
    claimOn(task, network)(
      `can be forked, saved and restored: a network ${what}`,
      async ({ same }) => {
        const simulated = await simulate(network, { stack, backend, seed: 5 });
        await simulated.advance("12 ms");
        const saved = await simulated.save();
        const fork = await simulated.fork();
        const hashes: string[] = [];
        for (const one of [simulated, fork]) {
          await one.advance("8 ms");
          hashes.push((await one.result()).spikeHash);
        }
        await simulated.restore(saved);
        same("the time at which it was saved", simulated.time, 12);
        await simulated.advance("8 ms");
        hashes.push((await simulated.result()).spikeHash);
        await Promise.all([simulated.close(), fork.close()]);
        same("the spikes of the fork and of the restored simulation", hashes.slice(1), [
          ...[hashes[0], hashes[0]],
        ]);
      },
    ),
  ];
}

function recordingClaims(task: Task): readonly Claim[] {
  const { backend, stack } = task;
  return [
    claimOn(task, busyNetwork)(
      "records a recorder's selection in order of time",
      async ({ same, holds }) => {
        const result = await run(busyNetwork, { stack, backend, for: "30 ms" });
        const { recordings, spikeCounts } = result;
        const [all, some] = recordings;
        const steps = [...(all?.spikes?.steps ?? [])];
        const isOrdered = steps.every((step, k) => step >= (steps[k - 1] ?? 0));
        holds("the order of spikes", isOrdered, steps);
        holds("that spikes were recorded", steps.length > 20, steps.length);
        same("the number of spikes", steps.length, spikeCounts["e"]);
        const sampled = some?.samples.get("v");
        same("neurons of samples", [...(sampled?.neurons ?? [])], [2, 3, 4]);
        const times = [...(sampled?.times ?? [])].map((time) => Math.round(time * 10));
        const due = [100, 120, 140, 160, 180, 200].slice(0, times.length);
        same("times of samples, in steps", times, due);
        holds("the number of samples", times.length >= 5, times);
        same("values", sampled?.values.length, 3 * times.length);
      },
    ),
  ];
}
