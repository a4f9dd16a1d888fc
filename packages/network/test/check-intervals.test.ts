import type { NetworkRecord, StimulusRecord } from "@spikeloom/kernel";
import { checkNetwork } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { stack } from "./models.ts";

/** Check a network whose recorder, noise and samples have an interval; returns the next steps of its errors. */
function advice(every: string, dt = "0.1 ms"): readonly (string | undefined)[] {
  const noise: StimulusRecord = { kind: "noise", into: "A", mean: "0 nA", sd: "1 nA", every };
  const samples: StimulusRecord = {
    kind: "time-array",
    into: "A",
    values: { values: [1, 2], unit: "nA" },
    every,
  };
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    dt,
    populations: { A: { model: "lif-delta", size: 1 } },
    stimuli: [noise, samples],
    record: [{ population: "A", variables: ["v"], every }],
  };
  const errors = checkNetwork(network, { stack });
  expect(errors.every(({ code }) => code === "SL_TIME")).toBe(true);
  return errors.map(({ place, next }) => `${place}: ${next}`);
}

describe("an interval of samples", () => {
  it("is refused between two steps, for noise and recorders but not for given samples", () => {
    const next = 'Use "0.2 ms" or "0.3 ms".';
    expect(advice("0.25 ms")).toEqual([`stimuli[0].every: ${next}`, `record[0].every: ${next}`]);
  });

  it("is at least a step", () => {
    expect(advice("0.05 ms")).toEqual([
      'stimuli[0].every: Use "0.1 ms".',
      'record[0].every: Use "0.1 ms".',
    ]);
  });

  it.each([
    ["0.3 ms", "0.1 ms"],
    ["1 s", "0.1 ms"],
    ["0.1 ms", "0.1 ms"],
    ["1.1 ms", "100 us"],
    ["0.7 ms", "0.07 ms"],
    ["3 ms", "0.015625 ms"],
  ])("of %s is a multiple of %s", (every, dt) => {
    expect(advice(every, dt)).toEqual([]);
  });
});
