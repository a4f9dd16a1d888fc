import {
  defineNeuron,
  type NetworkRecord,
  type NeuronRecord,
  type StimulusRecord,
} from "@spikeloom/kernel";
import { type Result, run, simulate } from "@spikeloom/simulate";
import type { Checks, Claim } from "./claim.ts";
import { claimOn, type Task } from "./claim-on-network.ts";
import { fixtureDuration } from "./fixture.ts";
import { simultaneous, spikeTimes } from "./generated/continuous.ts";
import { busyNetwork, chain, head, leaky, plainChain, sending } from "./try-networks.ts";

/** Whether a backend advances time continuously: results pinned to the grid of steps do not apply to it. */
export function isContinuous({ backend }: Pick<Task, "backend">): boolean {
  return backend.time === "continuous";
}

/** Times in ms are equal if they differ only by rounding in sums of a few terms. */
const within = 1e-11;

/** Times of all recorded spikes, by recorder. */
function timesOf({ recordings }: Result): readonly (readonly number[])[] {
  return recordings.map(({ spikes }) => [...(spikes?.times ?? [])]);
}

/** Require that lists of numbers agree in length, and in each number within a bound. */
function nearAll(
  { same, near }: Checks,
  what: string,
  {
    got,
    expected,
    within,
  }: {
    readonly got: readonly number[];
    readonly expected: readonly number[];
    readonly within: number;
  },
): void {
  same(`the number of ${what}`, got.length, expected.length);
  for (const [k, one] of expected.entries()) {
    near(`${what}, number ${k}`, got[k] ?? Number.NaN, { expected: one, within });
  }
}

/** Requirements for a backend in continuous time that a grid of steps cannot meet. */
export function continuousClaims(task: Task): readonly Claim[] {
  const busy = { network: busyNetwork, seed: 5, duration: "30 ms" };
  return [
    exactClaim("busy", busy, task),
    ...chainClaims(task),
    ...gridClaims(task),
    ...currentClaims(task),
    ...readClaims(task),
    ...windowClaims(task),
    ...simultaneousClaims(task),
  ];
}

/** Require the exact spike times of a fixture: those of specs/conformance/spike-times.json. */
export function exactClaim(
  name: string,
  {
    network,
    shownBy,
    seed = 1,
    duration = fixtureDuration,
  }: {
    readonly network: NetworkRecord;
    readonly shownBy?: string | undefined;
    readonly seed?: number;
    readonly duration?: string;
  },
  task: Task,
): Claim {
  const { stack, backend } = task;
  const [population = "", variable = ""] = (shownBy ?? "").split(".");
  const [first = ""] = Object.keys(network.populations);
  const spiking = network.populations["n"] === undefined ? first : "n";
  const recorded: NetworkRecord = {
    ...network,
    record: [{ population: spiking, variables: ["spikes"] }],
  };
  return claimOn(task, recorded)(`reproduces the spike times of ${name}`, async (checks) => {
    const known = spikeTimes.networks[name];
    const onDivergence = "warn";
    const simulated = await simulate(recorded, { stack, backend, seed, onDivergence });
    try {
      await simulated.advance(duration);
      const [{ spikes } = {}] = (await simulated.result()).recordings;
      // For a model without reference data, only completion of the run can be checked.
      if (known === undefined) return;
      const { neurons, times, within, shown } = known;
      checks.same("neurons that spiked", [...(spikes?.neurons ?? [])], neurons);
      nearAll(checks, "spike times", { got: [...(spikes?.times ?? [])], expected: times, within });
      if (shown === undefined) return;
      const got = [...(await simulated.state(population, variable)).values];
      for (const [k, expected] of shown.entries()) {
        const close = { expected, within: 1e-9 * Math.abs(expected) };
        checks.near(`the synaptic effect on neuron ${k}`, got[k] ?? Number.NaN, close);
      }
    } finally {
      await simulated.close();
    }
  });
}

/** The chain of one spike with times and delays between steps. */
function between(network: NetworkRecord): NetworkRecord {
  const { populations, projections = [] } = network;
  const { a } = populations;
  const given = a?.times === undefined ? {} : { a: { ...a, times: [["1.07 ms"]] } };
  return {
    ...network,
    populations: { ...populations, ...given } as NetworkRecord["populations"],
    projections: projections.map((one) => ({ ...one, delay: "1.53 ms" })),
  };
}

function chainClaims(task: Task): readonly Claim[] {
  const { backend, stack } = task;
  const [given, plain] = [between(chain), between(plainChain)];
  return [
    [given, "delivers a spike exactly after its delay, off the grid", [1.07, 2.6, 4.13]] as const,
    [
      plain,
      "delivers a spike of a neuron exactly after its delay, off the grid",
      [0, 1.53, 3.06],
    ] as const,
  ].map(([network, name, expected]) =>
    claimOn(task, network)(name, async (checks) => {
      const times = timesOf(await run(network, { stack, backend, for: "10 ms" }));
      nearAll(checks, "spikes of a chain", { got: times.flat(), expected, within });
    }),
  );
}

/** Results do not depend on the length of a step. */
function gridClaims(task: Task): readonly Claim[] {
  const { backend, stack } = task;
  const [spikes] = busyNetwork.record ?? [];
  const network = { ...busyNetwork, record: spikes === undefined ? [] : [spikes] };
  return [
    claimOn(task, network)("gives the same spikes and values with any step", async (checks) => {
      const [coarse, fine] = await Promise.all(
        ["0.1 ms", "0.03125 ms"].map(async (dt) => {
          const simulated = await simulate({ ...network, dt }, { stack, backend, seed: 5 });
          try {
            await simulated.advance("30 ms");
            const [spikes] = (await simulated.result()).recordings;
            const values = [...(await simulated.state("e", "v")).values];
            return {
              neurons: [...(spikes?.spikes?.neurons ?? [])],
              times: [...(spikes?.spikes?.times ?? [])],
              values,
            };
          } finally {
            await simulated.close();
          }
        }),
      );
      if (coarse === undefined || fine === undefined) return;
      checks.holds("that there are spikes", fine.times.length > 100, fine.times.length);
      checks.same("the neurons that spiked", coarse.neurons, fine.neurons);
      // A spike time of a network inherits the rounding of those before it.
      const close = (what: string, got: readonly number[], expected: readonly number[]) =>
        nearAll(checks, what, { got, expected, within: 1e-9 });
      close("spike times", coarse.times, fine.times);
      close("potentials", coarse.values, fine.values);
    }),
  ];
}

/** Integrates its input current and counts received spikes. */
export const charged: NeuronRecord = defineNeuron({
  name: "charged",
  about: "Integrates its input and counts received spikes.",
  parameters: {},
  receptors: { in: { unit: "1", about: "count", on: { n: "n + weight" } } },
  inputs: { i_inj: { unit: "pA", about: "current" } },
  state: {
    q: { initial: "0 pA*ms", unit: "pA*ms", about: "integral of the current" },
    n: { initial: 0, unit: "1", about: "count" },
  },
  dynamics: { q: "i_inj" },
});

function charging(size: number, ...stimuli: readonly StimulusRecord[]): NetworkRecord {
  return {
    ...head,
    populations: { n: { model: charged, size } },
    stimuli,
    record: [{ population: "n", variables: ["q"], every: "0.1 ms" }],
    convention: "nest",
  };
}

function currentClaims(task: Task): readonly Claim[] {
  const { backend, stack } = task;
  const square = charging(
    2,
    { kind: "steps", into: "n", times: ["0.13 ms", "0.47 ms"], values: ["5 pA", "0 pA"] },
    {
      kind: "formula",
      into: "n",
      neurons: { from: 1 },
      value: "a * (1 + i)",
      parameters: { a: "1 pA" },
      start: "0.21 ms",
      stop: "0.66 ms",
    },
  );
  const held = charging(1, {
    kind: "time-array",
    into: "n",
    every: "0.25 ms",
    values: ["1 pA", "3 pA"],
  });
  const charges = async (network: NetworkRecord) => {
    const { recordings } = await run(network, { stack, backend, for: "0.8 ms" });
    return [...(recordings[0]?.samples.get("q")?.values ?? [])];
  };
  return [
    claimOn(task, square)("applies currents from and until their exact times", async (checks) => {
      const times = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
      const part = (from: number, until: number, time: number) =>
        Math.max(0, Math.min(time, until) - from);
      const expected = times.flatMap((time) => {
        const first = 5 * part(0.13, 0.47, time);
        return [first, first + 2 * part(0.21, 0.66, time)];
      });
      nearAll(checks, "charges", { got: await charges(square), expected, within });
    }),
    claimOn(task, held)(
      "holds each sample of a current until the exact time of the next",
      async (checks) => {
        const expected = [0.1, 0.2, 0.4, 0.7, 1, 1.3, 1.6, 1.9];
        nearAll(checks, "charges", { got: await charges(held), expected, within });
      },
    ),
  ];
}

/** A run gives the same bits regardless of when its state is read. */
function readClaims(task: Task): readonly Claim[] {
  const { backend, stack } = task;
  const outcome = async (reads: boolean) => {
    const simulated = await simulate(busyNetwork, { stack, backend, seed: 5 });
    try {
      for (let k = 0; k < 20; k++) {
        await simulated.advance("1 ms");
        if (reads) await simulated.state("e", "v");
      }
      const { spikeHash, recordings } = await simulated.result();
      return { spikeHash, recordings, v: (await simulated.state("e", "v")).values };
    } finally {
      await simulated.close();
    }
  };
  const source: NetworkRecord = {
    ...head,
    convention: "nest",
    populations: {
      s: { model: sending, size: 1, times: [["1 ms", "2 ms"]] },
      e: { model: leaky, size: 1 },
    },
    projections: [
      { from: "s", to: "e", connector: { kind: "all-to-all" }, weight: "1 mV", delay: "1 ms" },
    ],
    record: [{ population: "s", variables: ["spikes"] }],
  };
  return [
    claimOn(task, busyNetwork)("is not affected by reads", async ({ same }) => {
      same("the outcome of a run that is read", await outcome(true), await outcome(false));
    }),
    claimOn(task, source)(
      "reads and counts everything before the end of an advance, and nothing at it",
      async ({ same, near }) => {
        const simulated = await simulate(source, { stack, backend });
        try {
          const seen: number[][] = [];
          for (const piece of ["2 ms", "0.1 ms"]) {
            await simulated.advance(piece);
            const { spikeCounts, recordings } = await simulated.result();
            const recorded = recordings[0]?.spikes?.times.length ?? Number.NaN;
            seen.push([spikeCounts["s"] ?? Number.NaN, recorded]);
            const [v = Number.NaN] = (await simulated.state("e", "v")).values;
            const expected = piece === "2 ms" ? 0 : Math.exp(-0.01);
            near(`v at ${simulated.time} ms`, v, { expected, within });
          }
          same("spikes counted and recorded", seen, [
            [1, 1],
            [2, 2],
          ]);
        } finally {
          await simulated.close();
        }
      },
    ),
  ];
}

/** A recorder's window contains spikes by their times, not by their stamps. */
function windowClaims(task: Task): readonly Claim[] {
  const { backend, stack } = task;
  const network: NetworkRecord = {
    ...head,
    populations: {
      s: { model: sending, size: 1, times: [["1.96 ms", "2 ms", "2.97 ms", "3 ms", "3.04 ms"]] },
    },
    record: [{ population: "s", variables: ["spikes"], from: "2 ms", until: "3 ms" }],
  };
  return [
    claimOn(task, network)(
      "records spikes whose exact times are in a recorder's window",
      async (checks) => {
        const [times = []] = timesOf(await run(network, { stack, backend, for: "5 ms" }));
        checks.same("spike times in ms", times, [2, 2.97]);
      },
    ),
  ];
}

/** Order of simultaneous events: the examples of specs/program/continuous.md. */
function simultaneousClaims(task: Task): readonly Claim[] {
  const { backend, stack } = task;
  const { within } = simultaneous;
  return simultaneous.examples.map(
    ({ name, about, network, duration, spikes, samples, weights }) => {
      const record = network as NetworkRecord;
      return claimOn(task, record)(`orders simultaneous events: ${about}`, async (checks) => {
        const simulated = await simulate(record, { stack, backend });
        try {
          await simulated.advance(duration);
          const { recordings } = await simulated.result();
          for (const [population, expected] of Object.entries(spikes ?? {})) {
            const own = recordings.find((one) => one.population === population)?.spikes;
            const neurons = [...(own?.neurons ?? [])];
            checks.same(
              `neurons of ${population} in ${name}`,
              neurons,
              expected.map(([neuron]) => neuron),
            );
            const times = expected.map(([, time = Number.NaN]) => time);
            const got = [...(own?.times ?? [])];
            nearAll(checks, `spikes of ${population}`, { got, expected: times, within });
          }
          for (const { population, variable, time, values } of samples ?? []) {
            const found = recordings.find(
              (one) => one.population === population && one.samples.has(variable),
            );
            const sampled = found?.samples.get(variable);
            const row = [...(sampled?.times ?? [])].findIndex((one) => Math.abs(one - time) < 1e-9);
            const width = values.length;
            const got =
              row < 0 ? [] : [...(sampled?.values.slice(row * width, (row + 1) * width) ?? [])];
            nearAll(checks, `${variable} of ${population} at ${time} ms`, {
              got,
              expected: values,
              within,
            });
          }
          for (const [projection, expected] of Object.entries(weights ?? {})) {
            const got = [...(await simulated.synapses(projection, "weight")).values];
            nearAll(checks, `weights of ${projection}`, { got, expected, within });
          }
        } finally {
          await simulated.close();
        }
      });
    },
  );
}
