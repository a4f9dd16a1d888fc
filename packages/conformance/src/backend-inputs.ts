import {
  defineNeuron,
  type NetworkRecord,
  type NeuronRecord,
  type PopulationRecord,
  SpikeLoomError,
  type StimulusRecord,
} from "@spikeloom/kernel";
import { type Result, run } from "@spikeloom/simulate";
import { charged, isContinuous } from "./backend-continuous.ts";
import type { Checks, Claim } from "./claim.ts";
import { claimOn, isAble, type Task } from "./claim-on-network.ts";
import { outcomeOf } from "./outcome.ts";
import { poissonStimulus, refusedStimuli } from "./refused-stimuli.ts";

/** Requirements for external input: stimuli and spike sources. */
export function inputClaims(task: Task): readonly Claim[] {
  return [...currentClaims(task), ...poissonClaims(task), ...sourceClaims(task)];
}

const follower = defineNeuron({
  name: "follower",
  about: "Exposes its input and counts received spikes.",
  parameters: {},
  receptors: { in: { unit: "1", about: "count", on: { n: "n + weight" } } },
  inputs: { i_inj: { unit: "pA", about: "current" } },
  state: {
    v: { initial: "0 pA", unit: "pA", about: "the input" },
    n: { initial: 0, unit: "1", about: "count" },
  },
  step: [{ v: "i_inj" }],
});

/** Neurons that count received spikes and expose their input: in continuous time, its integral. */
function receiverOf(task: Task): NeuronRecord {
  return isContinuous(task) ? charged : follower;
}

/** Neurons that record their input under stimuli. */
function followers(task: Task, size: number, ...stimuli: readonly StimulusRecord[]): NetworkRecord {
  const model = receiverOf(task);
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    populations: { n: { model, size } },
    stimuli,
    record: [{ population: "n", variables: [isContinuous(task) ? "q" : "v"] }],
  };
}

/** Require that a backend refuses each of these stimuli with its code and place, before or during a run. */
async function refusesAll(
  listed: typeof refusedStimuli,
  task: Task,
  { same }: Checks,
): Promise<void> {
  const { stack, backend } = task;
  for (const [code, field, stimulus, text = ""] of listed) {
    const fault: unknown = await run(followers(task, 3, stimulus), {
      stack,
      backend,
      for: "2 ms",
    }).catch((error: unknown) => error);
    const got = fault instanceof SpikeLoomError ? [fault.code, fault.place] : [String(fault)];
    same(`what refuses ${JSON.stringify(stimulus)}`, got, [code, `stimuli[0].${field}`]);
    same("whether it states the place", String(fault).includes(text), true);
  }
}

function currentClaims(task: Task): readonly Claim[] {
  const { stack, backend } = task;
  const summed = followers(
    task,
    2,
    { kind: "steps", into: "n", times: ["0.2 ms", "0.4 ms"], values: ["5 pA", "0 pA"] },
    {
      kind: "formula",
      into: "n",
      neurons: { from: 1, until: 2 },
      value: "a * (1 + i)",
      parameters: { a: "1 pA" },
      start: "0.3 ms",
      stop: "0.6 ms",
    },
    {
      kind: "sine",
      into: "n",
      neurons: { indices: [0] },
      phase: 90,
      amplitude: "8 pA",
      frequency: "2.5 kHz",
      start: "0.6 ms",
    },
  );
  const sampled = [["1 pA", "0.002 nA"] as const, { values: [1, 2], unit: "pA" }].map((values) =>
    followers(task, 1, { kind: "time-array", into: "n", every: "0.5 ms", values }),
  );
  const listed = refusedStimuli.filter(([, , { kind }]) => kind !== "poisson");
  const refuses = claimOn(task, summed)("refuses an invalid current, with its place", (checks) =>
    refusesAll(listed, task, checks),
  );
  // In continuous time, currents act at times off the grid: `continuousClaims`.
  if (isContinuous(task)) return [refuses];
  return [
    refuses,
    claimOn(task, summed)("adds currents, with the stated start and end", async (checks) => {
      const values = samplesOf(await run(summed, { stack, backend, for: "0.8 ms" }));
      const first = values.filter((_, k) => k % 2 === 0).map((v) => Math.round(v * 1e9) / 1e9 + 0);
      checks.same("the input of the first neuron", first, [0, 0, 5, 5, 0, 0, 8, 0]);
      const second = values.filter((_, k) => k % 2 === 1);
      checks.same("the input of the second neuron", second, [0, 0, 5, 7, 2, 2, 0, 0]);
    }),
    claimOn(task, ...sampled)("holds each sample of a current until the next", async ({ same }) => {
      const expected = [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2];
      for (const network of sampled) {
        const values = samplesOf(await run(network, { stack, backend, for: "1.2 ms" }));
        same("the input", values, expected);
      }
    }),
  ];
}

function samplesOf({ recordings }: Result): readonly number[] {
  return [...(recordings[0]?.samples.get("v")?.values ?? [])];
}

function poissonClaims(task: Task): readonly Claim[] {
  const { stack, backend } = task;
  const size = 2000;
  const many = followers(task, size, poissonStimulus({ rate: "20 Hz", count: 100 }));
  const claim = claimOn(task, many);
  const counts = async (network: NetworkRecord, duration: string) => [
    ...((await outcomeOf(network, { stack, backend, duration })).state["n.n"] ?? []),
  ];
  const counted = (fields: Parameters<typeof poissonStimulus>[0]) =>
    counts(followers(task, 3, poissonStimulus(fields)), "50 ms");
  // In continuous time, counts drawn in steps may be refused as a whole.
  const listed = refusedStimuli.filter(
    ([, , one]) => one.kind === "poisson" && !(isContinuous(task) && one.counts === "binomial"),
  );
  return [
    claim("draws Poisson spikes with the correct mean and variance", async ({ near }) => {
      const seen = await counts(many, "10 ms");
      const mean = seen.reduce((sum, n) => sum + n, 0) / size;
      const variance = seen.reduce((sum, n) => sum + (n - mean) ** 2, 0) / size;
      // 2 kHz for 10 ms: mean and variance 20; four standard errors of each.
      near("the mean", mean, { expected: 20, within: 4 * Math.sqrt(20 / size) });
      near("the variance", variance, { expected: 20, within: 4 * 20 * Math.sqrt(2 / size) });
    }),
    claim(
      "draws counts that depend only on seed and stimulus, not on the weight",
      async (checks) => {
        const plain = await counted({});
        // The formula for `i` counts within the population, even if only some neurons are selected.
        const weighted = await counted({ weight: { formula: "N * exp(0 * i) + i" } });
        checks.same(
          "sums",
          weighted,
          plain.map((count, i) => count * (3 + i)),
        );
        const neurons = { from: 2 };
        const [, , one = 0] = await counted({ neurons });
        checks.holds("that spikes arrive", one > 0, one);
        const last = await counted({ neurons, weight: { formula: "i + N" } });
        checks.same("the sum for the last neuron", last, [0, 0, 5 * one]);
        const drawn = await counted({ weight: { draw: "lognormal", mu: 0, sigma: 1 } });
        // 50 spikes on average with positive weights: the probability of a sum of zero is exp(-50).
        checks.same(
          "sums drawn weights that are positive",
          drawn.filter((sum) => sum > 0).length,
          3,
        );
      },
    ),
    claim("refuses an invalid Poisson stimulus, with its place", (checks) =>
      refusesAll(listed, task, checks),
    ),
  ];
}

const given = defineNeuron({
  name: "given",
  about: "Emits given spikes.",
  parameters: {},
  source: { process: "times", times: "times" },
});

/** Source neurons whose spikes a target counts. */
function sources(
  {
    convention,
    neurons,
    ...population
  }: Omit<PopulationRecord, "size"> & {
    readonly convention: string;
    readonly neurons?: { readonly indices: readonly number[] };
    readonly size?: number;
  },
  { receiver, from = "0 ms" }: { readonly receiver: NeuronRecord; readonly from?: string },
): NetworkRecord {
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    convention,
    populations: { s: { size: 1, ...population }, n: { model: receiver, size: 1 } },
    projections: [{ from: "s", to: "n", connector: { kind: "all-to-all" }, weight: 1 }],
    record: [{ population: "s", variables: ["spikes"], from, ...(neurons && { neurons }) }],
  };
}

function sourceClaims(task: Task): readonly Claim[] {
  const { stack, backend } = task;
  const stamps = async (network: NetworkRecord, duration: string) => {
    const { recordings } = await run(network, { stack, backend, for: duration });
    const [{ spikes } = {}] = recordings;
    return [...(spikes?.steps ?? [])].map((step, k) => [step, spikes?.neurons[k]] as const);
  };
  const off = [["0.06 ms", "0.3 ms", "10.02 ms", "10.08 ms"]];
  const grids = [
    ["nest", [1, 3, 101, 101]],
    // At most one spike per neuron and step.
    ["brian2", [0, 3, 100]],
    ["neuron", [1, 3, 100, 101]],
  ] as const;
  const receiver = receiverOf(task);
  const isExact = isContinuous(task);
  const several = sources(
    { convention: "nest", model: given, times: [["0.99 ms", "1 ms", "1 ms", "2 ms"]] },
    { receiver },
  );
  const three = sources(
    {
      convention: "nest",
      model: given,
      size: 3,
      times: [["1 ms"], ["2 ms"], ["3 ms"]],
      neurons: { indices: [0, 2] },
    },
    { receiver, from: "2 ms" },
  );
  const early = sources({ convention: "nest", model: regular("1*ms", "-10.5*ms") }, { receiver });
  return [
    ...grids.map(([convention, expected]) => {
      const network = sources({ convention, model: given, times: off }, { receiver });
      if (isExact) return exactSources(network, task);
      return claimOn(task, network)(
        `stamps given spikes off the grid like ${convention}`,
        async ({ same }) => {
          const seen = await stamps(network, "20 ms");
          same(
            "stamps",
            seen.map(([step]) => step),
            expected,
          );
        },
      );
    }),
    claimOn(task, several)("sends several spikes of a source in one step", async (checks) => {
      const { state } = await outcomeOf(several, { stack, backend, duration: "5 ms" });
      checks.same("what arrives", [...(state["n.n"] ?? [])], [4]);
      const seen = await stamps(several, "5 ms");
      checks.same(
        "stamps",
        seen.map(([step]) => step),
        [10, 10, 10, 20],
      );
      if (!isExact) return;
      const { recordings } = await run(several, { stack, backend, for: "5 ms" });
      const times = [...(recordings[0]?.spikes?.times ?? [])];
      checks.same("spike times in ms", times, [0.99, 1, 1, 2]);
    }),
    claimOn(task, three)(
      "records spikes of selected neurons only within its window",
      async (checks) => {
        checks.same("stamps and neurons", await stamps(three, "5 ms"), [[30, 2]]);
      },
    ),
    claimOn(task, early)("draws spikes of a source before the run as well", async ({ same }) => {
      const seen = await stamps(early, "10 ms");
      // Spikes at 0.5 ms, 1.5 ms, ...; stamped with the end of their step.
      const expected = Array.from({ length: 10 }, (_, k) => 10 * k + 5);
      same(
        "stamps",
        seen.map(([step]) => step),
        expected,
      );
    }),
    ...rateClaims(task),
  ];
}

/** Spikes of a source have the times that they are given, under any convention. */
function exactSources(network: NetworkRecord, task: Task): Claim {
  const { stack, backend } = task;
  return claimOn(task, network)(
    `sends given spikes at their own times, under ${String(network.convention)}`,
    async ({ same }) => {
      const { recordings } = await run(network, { stack, backend, for: "20 ms" });
      const times = [...(recordings[0]?.spikes?.times ?? [])];
      same("spike times in ms", times, [0.06, 0.3, 10.02, 10.08]);
    },
  );
}

function regular(interval: string, start?: string) {
  return defineNeuron({
    name: "regular",
    about: "Draws its intervals.",
    parameters: {},
    source: { process: "renewal", interval, ...(start !== undefined && { start }) },
  });
}

function thinned(rate: string, bound: string) {
  return defineNeuron({
    name: "thinned",
    about: "Draws at a rate.",
    parameters: {},
    source: { process: "poisson", rate, bound },
  });
}

const noTime = "sqrt(0-1)*ms";

/** Sources with invalid values. */
const impossible = [
  ...["0*ms", "-1*ms", "2*ms + randn()*5*ms", noTime].map((interval) => regular(interval)),
  ...[noTime, "-inf*ms"].map((start) => regular("1*ms", start)),
  ...["inf*Hz", "-1*Hz", "sqrt(0-1)*Hz", "900*Hz"].map((bound) => thinned("1*kHz", bound)),
  ...["-1*Hz", "sqrt(0-1)*Hz"].map((rate) => thinned(rate, "900*Hz")),
];

function rateClaims(task: Task): readonly Claim[] {
  const { stack, backend } = task;
  const size = 500;
  const ending = thinned("where(t < 100*ms, 1*kHz, 0*kHz)", "1*kHz");
  const receiver = receiverOf(task);
  const rated = { convention: "nest", model: thinned("20*Hz", "20*Hz"), size };
  const network = sources(rated, { receiver });
  const ended = sources({ convention: "nest", model: ending, size: 10 }, { receiver });
  return [
    claimOn(task, network)(
      "draws spikes of a source at its rate, until its end",
      async ({ near }) => {
        const { spikeCounts } = await run(network, { stack, backend, for: "1 s" });
        // 500 × 20 Hz × 1 s, and four standard deviations.
        const all = spikeCounts["s"] ?? 0;
        near("spikes", all, { expected: 10_000, within: 4 * Math.sqrt(10_000) });
        const few = await run(ended, { stack, backend, for: "500 ms" });
        // 10 neurons × 100 ms × 1 kHz.
        const seen = few.spikeCounts["s"] ?? 0;
        near("spikes until it ends", seen, { expected: 1000, within: 4 * Math.sqrt(1000) });
        const last = Math.max(...(few.recordings[0]?.spikes?.times ?? []));
        near("the last spike time in ms", last, { expected: 99, within: 1.01 });
      },
    ),
    claimOn(task, network)("refuses a source with invalid values", async ({ refused }) => {
      for (const model of impossible) {
        for (const convention of ["nest", "brian2"]) {
          const one = sources({ convention, model }, { receiver });
          const what = JSON.stringify(model.source);
          const attempt = () => run(one, { stack, backend, for: "500 ms" });
          const code = isAble(task, [one]) ? "SL_SOURCE_VALUE" : "SL_MISSING_CAPABILITY";
          await refused(what, attempt, [code]);
        }
      }
    }),
  ];
}
