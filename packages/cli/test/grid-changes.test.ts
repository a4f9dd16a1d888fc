import { createStack, type NetworkRecord } from "@spikeloom/kernel";
import { gridChanges } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { defaultStack, run, simulate } from "../src/index.ts";

const base: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  dt: "0.1 ms",
  populations: {
    A: { model: "spike-array", size: 1, times: [[1, 2]] },
    E: { model: "lif-curr-exp", size: 2 },
  },
  projections: [
    {
      from: "A",
      to: "E",
      connector: { kind: "all-to-all" },
      receptor: "excitatory",
      weight: "0.1 nA",
      delay: "1.5 ms",
    },
  ],
};
const [projection] = base.projections ?? [];

function changed(more: object): NetworkRecord {
  return { ...base, ...more } as NetworkRecord;
}

function delayed(delay: unknown): NetworkRecord {
  return changed({ projections: [{ ...projection, delay }] });
}

function populated(name: string, more: object): NetworkRecord {
  const { populations } = base;
  return changed({ populations: { ...populations, [name]: { ...populations[name], ...more } } });
}

function stimulated(more: object): NetworkRecord {
  return changed({ stimuli: [{ kind: "steps", into: "E", values: ["1 nA"], ...more }] });
}

function learning(more: object): NetworkRecord {
  return changed({ projections: [{ ...projection, plasticity: "r-stdp", ...more }] });
}

/** Add a source with its own model that sends spikes at a fixed interval. */
function regular(period: string): NetworkRecord {
  const source = {
    kind: "neuron",
    contract: 1,
    name: "metronome",
    about: "Spikes at a fixed interval.",
    parameters: { period: { default: "10 ms", about: "interval" } },
    source: { process: "renewal", interval: "period" },
  };
  const { populations } = base;
  const R = { model: "metronome", size: 1, parameters: { period } };
  return changed({ models: { metronome: source }, populations: { ...populations, R } });
}

function found(network: NetworkRecord): readonly string[] {
  return gridChanges(network, { stack: defaultStack }).map(
    ({ place, summary }) => `${place}: ${summary.replace(/:.*/, "")}`,
  );
}

describe("a time that the step changes by more than 1 %", () => {
  it.each([
    [
      "a delay",
      delayed("0.05 ms"),
      "projections[0].delay: The delay of A->E is 0.05 ms, but the step rounds it to 0.1 ms",
    ],
    [
      "the delay that changes most",
      delayed(["0.26 ms", "0.05 ms"]),
      "projections[0].delay: A delay of A->E is 0.05 ms, but the step rounds it to 0.1 ms",
    ],
    [
      "an array of delays",
      delayed({ values: [0.3, 0.34], unit: "ms" }),
      "projections[0].delay: A delay of A->E is 0.34 ms, but the step rounds it to 0.3 ms",
    ],
    [
      "the bound of drawn delays",
      delayed({ draw: "uniform", low: "0.06 ms", high: "0.07 ms" }),
      "projections[0].delay: A delay of A->E is 0.06 ms, but the step rounds it to 0.1 ms",
    ],
    [
      "a delay by formula",
      delayed({ formula: "0.3*ms + j * 0.14*ms" }),
      "projections[0].delay: A delay of A->E is 0.44 ms, but the step rounds it to 0.4 ms",
    ],
    [
      "a refractory period by formula",
      populated("E", { parameters: { tau_refrac: { formula: "2*ms + i * 0.26*ms" } } }),
      "populations.E: The refractory period is 2.26 ms, but the step rounds it to 2.3 ms",
    ],
    [
      "the interval of an event",
      learning({ events: { reward: { every: "0.84 ms" } } }),
      'projections[0].events.reward.every: The interval of the event "reward" of A->E is 0.84 ms, but the step rounds it to 0.8 ms',
    ],
    [
      "the start of an event",
      learning({ events: { reward: { every: "10 ms", start: "0.26 ms" } } }),
      'projections[0].events.reward.start: The start of the event "reward" of A->E is 0.26 ms, but the step rounds it to 0.3 ms',
    ],
    [
      "the delay of an event",
      learning({ events: { reward: { from: "A", delay: "0.16 ms" } } }),
      'projections[0].events.reward.delay: The delay of the event "reward" of A->E is 0.16 ms, but the step rounds it to 0.2 ms',
    ],
    [
      "the delay of a third factor",
      changed({
        projections: [
          {
            ...projection,
            plasticity: "pes",
            modulators: { error: { from: "A", weight: 1, tau: "5 ms", delay: "0.16 ms" } },
          },
        ],
      }),
      'projections[0].modulators.error.delay: The delay of the third factor "error" of A->E is 0.16 ms, but the step rounds it to 0.2 ms',
    ],
    [
      "the dendritic part of a delay",
      learning({ delay: "0.3 ms", dendritic: 0.5 }),
      "projections[0].dendritic: The dendritic part of the delay of A->E is 0.15 ms, but the step rounds it to 0.2 ms",
    ],
    [
      "the interval of structural changes",
      learning({
        plasticity: { model: "deep-rewiring", parameters: { interval: "0.26 ms" } },
      }),
      "projections[0].plasticity: The interval of structural changes of A->E is 0.26 ms, but the step rounds it to 0.3 ms",
    ],
    [
      "the interval of a regular source",
      regular("0.33 ms"),
      "populations.R: The interval between spikes is 0.33 ms, but the step rounds it to 0.3 ms or 0.4 ms",
    ],
    [
      "a refractory period",
      populated("E", { parameters: { tau_refrac: "0.25 ms" } }),
      "populations.E: The refractory period is 0.25 ms, but the step rounds it to 0.3 ms",
    ],
    [
      "a spike time",
      populated("A", { times: [[0.33, 90.01]] }),
      "populations.A.times: A spike time is 0.33 ms, but the step rounds it to 0.4 ms",
    ],
    [
      "a time of a stimulus",
      stimulated({ times: ["0.16 ms"] }),
      "stimuli[0]: A time is 0.16 ms, but the step rounds it to 0.2 ms",
    ],
    [
      "a duration of a stimulus",
      changed({
        stimuli: [
          {
            kind: "poisson",
            into: "E",
            receptor: "excitatory",
            rate: "1 kHz",
            weight: "0.1 nA",
            start: "100 ms",
            stop: "100.26 ms",
          },
        ],
      }),
      "stimuli[0]: The duration is 0.26 ms, but the step rounds it to 0.3 ms",
    ],
    [
      "the window of a recorder",
      changed({ record: [{ population: "E", variables: ["v"], from: "0.27 ms" }] }),
      "record[0]: A time is 0.27 ms, but the step rounds it to 0.3 ms",
    ],
  ])("is reported once: %s", (_, network, expected) => {
    expect(found(network)).toEqual([expected]);
  });

  it.each([
    ["a delay on the grid", base],
    ["less than 1 %", delayed("10.05 ms")],
    [
      "delays that are rounded when drawn",
      delayed({ draw: "uniform", low: "0.16 ms", high: "1 ms", round: "0.1 ms" }),
    ],
    ["drawn delays on the grid", delayed({ draw: "uniform", low: "1.5 ms", high: "1.5 ms" })],
    ["a source with drawn intervals", populated("A", { model: "poisson", times: undefined })],
    ["an interval of a regular source on the grid", regular("2.5 ms")],
    ["late spikes between steps", populated("A", { times: [[10.04]] })],
  ])("is all that is reported: not %s", (_, network) => {
    expect(found(network)).toEqual([]);
  });

  it("is found among random delays, with the seed of the run", () => {
    const network = delayed({ draw: "normal", mean: "1.5 ms", sd: "0.2 ms", min: "0.1 ms" });
    const [one, other] = [1, 2].map((seed) => gridChanges(network, { stack: defaultStack, seed }));
    const [warning] = one ?? [];
    expect(warning?.summary).toMatch(
      /^A delay of A->E is 1\.\d+ ms, but the step rounds it to 1\.\d ms/,
    );
    expect(warning?.next).toBe('Add "round": "0.1 ms" to the draw, or choose a smaller step.');
    expect(other?.[0]?.summary).not.toBe(warning?.summary);
  });

  it("is found in some rows of a large projection", () => {
    const sizes = {
      A: { model: "poisson", size: 1_000_000 },
      E: { model: "lif-curr-exp", size: 1_000_000 },
    };
    let drawn = 0;
    const counting = {
      kind: "connector",
      contract: 1,
      name: "counting",
      about: "Connects each target to a hundred sources, and counts them.",
      module: import.meta.url,
      options: {},
      plan: () => ({
        expected: 1e8,
        by: "target",
        partners(_: number, out: { push(partner: number): void }) {
          for (let k = 0; k < 100; k++, drawn++) out.push(k);
        },
      }),
    } as never;
    const stack = createStack({ plugins: [defaultStack, counting] });
    const delay = { draw: "uniform", low: "1 ms", high: "2 ms" };
    const network = changed({
      populations: sizes,
      projections: [{ ...projection, connector: { kind: "counting" }, delay }],
    });
    expect(gridChanges(network, { stack })).toHaveLength(1);
    expect(drawn).toBe(100);
  });

  it("is in the result of a run and of a simulation", async () => {
    const network = delayed("0.05 ms");
    const { warnings } = await run(network, { for: "1 ms" });
    expect(warnings).toEqual([expect.stringContaining("rounds it to 0.1 ms")]);
    const codes: string[] = [];
    const simulation = await simulate(network, { onWarning: ({ code }) => codes.push(code) });
    await simulation.close();
    expect(codes).toEqual(["SL_GRID_CHANGE"]);
  });
});
