import {
  type BackendRecord,
  checkOptionNames,
  type OptionNames,
  type Stack,
} from "@spikeloom/kernel";
import { checkCapabilities } from "@spikeloom/network";
import { readCheckpoint, run, simulate } from "@spikeloom/simulate";
import { contractClaims, type Task } from "./backend-contract.ts";
import { type Claim, claimsAbout } from "./claim.ts";
import { drivenNetwork, type Fixture, fixtureDuration, shownBy } from "./fixture.ts";
import { fixtures } from "./generated/fixtures.ts";
import { outcomeOf, spikesOf } from "./outcome.ts";
import { busyNetwork, chain, divergent } from "./try-networks.ts";

/** What a backend is tried with. */
export interface BackendSuiteOptions {
  /** One with connectors, integrators and the models that ship, such as `defaultStack`. */
  readonly stack: Stack;
}

const names: OptionNames<BackendSuiteOptions> = { stack: true };

/**
 * Claims about a backend.
 *
 * It gives the spikes of every model of the specification that it provides for and refuses the others by
 * capability; runs depend on the network and its seed alone, not on how they are cut.
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
    ...recordingClaims(task),
    ...checkpointClaims(task),
    ...contractClaims(task),
  ];
}

function fixtureClaim(fixture: Fixture, { backend, stack, claim }: Task): Claim {
  const { name, model, spikes, shown } = fixture;
  const network = drivenNetwork(model);
  if (checkCapabilities(network, { stack, backend }).length > 0) {
    const isAsked = { is: false };
    const unasked: BackendRecord = {
      ...backend,
      prepare: (program, job) => {
        isAsked.is = true;
        return backend.prepare(program, job);
      },
    };
    return claim(`refuses ${name} by capability, before it prepares anything`, async (checks) => {
      const attempt = () => run(network, { stack, backend: unasked, for: "1 ms" });
      await checks.refused("a run", attempt, ["SL_MISSING_CAPABILITY"]);
      checks.same("being asked to prepare", isAsked.is, false);
    });
  }
  return claim(`gives the spikes of ${name}`, async ({ same, near }) => {
    const outcome = await outcomeOf(network, {
      ...{ stack, backend, duration: fixtureDuration },
      // Some drives take some models to where a value is no longer finite.
      goesOn: true,
    });
    // Of a model that no backend has run before nothing is known but that it has to run.
    if (spikes !== undefined) same("their number and digits", spikesOf(outcome), spikes);
    for (const [k, expected] of (shown ?? []).entries()) {
      const got = outcome.state[shownBy(model) ?? ""]?.[k] ?? Number.NaN;
      near(`what neuron ${k} shows of its synapses`, got, {
        expected,
        within: 1e-9 * Math.abs(expected),
      });
    }
  });
}

function runClaims({ backend, stack, claim }: Task): readonly Claim[] {
  const options = { stack, backend };
  return [
    claim("depends on the seed alone", async ({ same, holds }) => {
      const [one, two, other] = [5, 5, 6].map((seed) =>
        outcomeOf(busyNetwork, { ...options, duration: "50 ms", seed }),
      );
      same("its outcome again", await two, await one);
      holds("another seed's spikes", (await other)?.spikeHash !== (await one)?.spikeHash, "alike");
    }),
    claim("gives the same in pieces of any size as in one", async ({ same }) => {
      const hashes = await Promise.all(
        [["60 ms"], ["0.1 ms", "19.9 ms", "0.1 ms", "33.3 ms", "6.6 ms"]].map(async (pieces) => {
          const simulated = await simulate(busyNetwork, { ...options, seed: 5 });
          try {
            for (const piece of pieces) await simulated.advance(piece);
            const { recordings, spikeHash } = await simulated.result();
            return { recordings, spikeHash, v: (await simulated.state("e", "v")).values };
          } finally {
            await simulated.close();
          }
        }),
      );
      same("the run in pieces", hashes[1], hashes[0]);
    }),
    claim("lets a spike act when its delay is over, and not before", async ({ same }) => {
      const { recordings } = await run(chain, { ...options, for: "10 ms" });
      const steps = recordings.map(({ spikes }) => [...(spikes?.steps ?? [])]);
      same("spikes of a chain, one delay apart", steps, [[10], [25], [40]]);
    }),
    claim("ends with a code where a value is no longer finite", ({ refused }) =>
      refused("a run", () => run(divergent, { ...options, for: "100 ms" }), ["SL_DIVERGED"]),
    ),
    claim("can be closed before its first step, and nothing is left", async () => {
      const simulated = await simulate(busyNetwork, { ...options, seed: 5 });
      await simulated.close();
    }),
  ];
}

function recordingClaims({ backend, stack, claim }: Task): readonly Claim[] {
  return [
    claim("records in order of time what a recorder selects", async ({ same, holds }) => {
      const { recordings, spikeCounts } = await run(busyNetwork, { stack, backend, for: "50 ms" });
      const [all, some] = recordings;
      const steps = [...(all?.spikes?.steps ?? [])];
      holds(
        "the order of spikes",
        steps.every((step, k) => step >= (steps[k - 1] ?? 0)),
        steps,
      );
      same("the number of spikes", steps.length, spikeCounts["e"]);
      const sampled = some?.samples.get("v");
      same("neurons of samples", [...(sampled?.neurons ?? [])], [2, 3, 4]);
      const times = [...(sampled?.times ?? [])].map((time) => Math.round(time * 10));
      same(
        "times of samples, in steps",
        times,
        [100, 120, 140, 160, 180, 200].slice(0, times.length),
      );
      holds("the number of samples", times.length >= 5, times);
      same("values", sampled?.values.length, 3 * times.length);
    }),
  ];
}

function checkpointClaims({ backend, stack, claim }: Task): readonly Claim[] {
  const isAble = backend.provides.includes("checkpoint");
  const runTo = async (duration: string, from?: Uint8Array) => {
    const files: Uint8Array[] = [];
    const checkpoint = { every: "20 ms", write: (bytes: Uint8Array) => void files.push(bytes) };
    const result = await run(busyNetwork, {
      ...{ stack, backend, for: duration, seed: 5 },
      ...(from === undefined ? { checkpoint } : { from: await readCheckpoint(from) }),
    });
    return { files, result };
  };
  if (!isAble) {
    return [
      claim("refuses checkpoints, which it does not provide", ({ refused }) =>
        refused("a run", () => runTo("30 ms"), ["SL_CHECKPOINT_BACKEND"]),
      ),
    ];
  }
  return [
    claim("goes on from a checkpoint to the same bits", async ({ same }) => {
      const whole = await runTo("50 ms");
      const [first = new Uint8Array(0)] = whole.files;
      const rest = await runTo("50 ms", first);
      same("digits of all spikes", rest.result.spikeHash, whole.result.spikeHash);
      same("their numbers", rest.result.spikeCounts, whole.result.spikeCounts);
    }),
  ];
}
