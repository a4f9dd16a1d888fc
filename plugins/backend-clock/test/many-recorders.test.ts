import type { RecorderProgram } from "@spikeloom/program";
import { describe, expect, it } from "vitest";
import type { JobPlan } from "../src/job-plan.ts";
import { rowsWithin, stepsBetween } from "../src/recording/held.ts";
import { makeRecorders } from "../src/recording/recorders.ts";
import type { SampleBuffer } from "../src/recording/sampler.ts";

interface RecorderOptions {
  readonly size?: number;
  readonly every?: number;
  readonly variables?: readonly string[];
  /** Called for each query of whether a neuron is among those selected. */
  readonly asked?: () => void;
}

/** A recorder of neurons from `index` on. */
function recorder(index: number, options: RecorderOptions = {}): RecorderProgram {
  const { size = 1, every = 1, variables = [], asked } = options;
  return {
    index,
    population: "E",
    chosen: {
      size,
      selection: { from: index, until: index + size },
      of: index + size,
      neuron: (k) => index + k,
      index(neuron) {
        asked?.();
        return neuron >= index && neuron < index + size ? neuron - index : -1;
      },
    },
    spikes: true,
    variables,
    from: 0,
    until: Number.POSITIVE_INFINITY,
    every,
    place: `record[${index}]`,
  };
}

const plan = {
  convention: { spikeStamp: "start", order: ["sample", "sources"] },
  populations: new Map([["E", { size: 4000 }]]),
  schedule: ["sample", "sources"],
} as unknown as JobPlan;

const nothing = { spikes: () => undefined, samples: () => undefined };

describe("many recorders", () => {
  it("keep samples of a bounded size together, but at least one row", () => {
    const sizes = [1, 80, 5000, 70_000];
    for (const count of [1, 3, 100, 20_000]) {
      const recorded = Array.from({ length: count }, (_, k) =>
        recorder(k, { size: sizes[k % 4] ?? 1, every: 1 + (k % 7), variables: ["v", "w"] }),
      );
      const steps = stepsBetween(recorded);
      expect(steps).toBeGreaterThanOrEqual(1);
      const held = recorded.map((one) => 2 * one.chosen.size * rowsWithin(one, steps));
      const rows = recorded.map((one) => 2 * one.chosen.size);
      const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
      expect(sum(held)).toBeLessThanOrEqual(2 ** 20 + sum(rows));
      expect(Math.max(...held)).toBeLessThanOrEqual(2 * Math.max(65_536, 70_000));
    }
  });

  it("need no memory for spikes before there are any", () => {
    const recorded = Array.from({ length: 2000 }, (_, k) => recorder(k));
    const before = process.memoryUsage().arrayBuffers;
    const recorders = makeRecorders({ plan, recorded, samples: [], sink: nothing });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2000 * 128);
    recorders.flush(0, 1);
  });

  it("are queried about a spike only if it is theirs, and receive it in the order of recorders", () => {
    let asked = 0;
    const recorded = Array.from({ length: 2000 }, (_, k) =>
      recorder(k, { size: 3, asked: () => (asked += 1) }),
    );
    const got: (readonly [number, readonly number[], readonly number[]])[] = [];
    const recorders = makeRecorders({
      plan,
      recorded,
      samples: [],
      sink: {
        ...nothing,
        spikes: ({ recorder: index, steps, neurons }) =>
          void got.push([index, [...steps], [...neurons]]),
      },
    });
    for (let step = 0; step < 4; step++) recorders.spikes(step, "E", Uint32Array.of(5, 6));
    recorders.spikes(9, "F", Uint32Array.of(5));
    recorders.flush(0, 10);
    expect(asked).toBe(0);
    expect(got.map(([index]) => index)).toEqual([3, 4, 5, 6]);
    expect(got[0]).toEqual([3, [0, 1, 2, 3], [5, 5, 5, 5]]);
    expect(got[1]?.[2]).toEqual([5, 6, 5, 6, 5, 6, 5, 6]);
  });

  it("find their samples without reading those of others", () => {
    let looks = 0;
    const count = 1000;
    const samples = Array.from(
      { length: count },
      (_, k): SampleBuffer => ({
        get recorder() {
          looks += 1;
          return k;
        },
        variable: "v",
        numbers: Uint32Array.of(0),
        values: Float64Array.of(k),
      }),
    );
    const recorded = Array.from({ length: count }, (_, k) => recorder(k, { variables: ["v"] }));
    const values: number[] = [];
    const sink = {
      ...nothing,
      samples: (chunk: { readonly values: Float64Array }) => void values.push(...chunk.values),
    };
    makeRecorders({ plan, recorded, samples, sink }).flush(0, 1);
    expect(values).toEqual(Array.from({ length: count }, (_, k) => k));
    expect(looks).toBeLessThanOrEqual(2 * count);
  });
});
