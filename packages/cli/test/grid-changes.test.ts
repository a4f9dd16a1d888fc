import type { NetworkRecord } from "@spikeloom/kernel";
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

function found(network: NetworkRecord): readonly string[] {
  return gridChanges(network, defaultStack).map(
    ({ place, summary }) => `${place}: ${summary.replace(/:.*/, "")}`,
  );
}

describe("a time that the step changes by more than 1 %", () => {
  it.each([
    [
      "a delay",
      delayed("0.05 ms"),
      "projections[0].delay: The delay of A->E is 0.05 ms, and runs as 0.1 ms",
    ],
    [
      "the delay that changes most",
      delayed(["0.26 ms", "0.05 ms"]),
      "projections[0].delay: The delay of A->E is 0.05 ms, and runs as 0.1 ms",
    ],
    [
      "an array of delays",
      delayed({ values: [0.3, 0.34], unit: "ms" }),
      "projections[0].delay: The delay of A->E is 0.34 ms, and runs as 0.3 ms",
    ],
    [
      "the bound of drawn delays",
      delayed({ draw: "uniform", low: "0.06 ms", high: "1 ms" }),
      "projections[0].delay: The delay of A->E is 0.06 ms, and runs as 0.1 ms",
    ],
    [
      "a refractory period",
      populated("E", { parameters: { tau_refrac: "0.25 ms" } }),
      "populations.E: The refractory period is 0.25 ms, and runs as 0.3 ms",
    ],
    [
      "a spike time",
      populated("A", { times: [[0.33, 90.01]] }),
      "populations.A.times: A spike time is 0.33 ms, and runs as 0.4 ms",
    ],
    [
      "a time of a stimulus",
      stimulated({ times: ["0.16 ms"] }),
      "stimuli[0]: A time is 0.16 ms, and runs as 0.2 ms",
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
      "stimuli[0]: The duration is 0.26 ms, and runs as 0.3 ms",
    ],
    [
      "the window of a recorder",
      changed({ record: [{ population: "E", variables: ["v"], from: "0.27 ms" }] }),
      "record[0]: A time is 0.27 ms, and runs as 0.3 ms",
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
    ["late spikes between steps", populated("A", { times: [[10.04]] })],
  ])("is all that is reported: not %s", (_, network) => {
    expect(found(network)).toEqual([]);
  });

  it("is in the result of a run and of a simulation", async () => {
    const network = delayed("0.05 ms");
    const { warnings } = await run(network, { for: "1 ms" });
    expect(warnings).toEqual([expect.stringContaining("runs as 0.1 ms")]);
    const heard: string[] = [];
    const simulation = await simulate(network, { onWarning: ({ code }) => heard.push(code) });
    await simulation.close();
    expect(heard).toEqual(["SL_GRID_CHANGE"]);
  });
});
