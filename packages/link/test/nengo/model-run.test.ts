import { expect, it } from "vitest";
import type { ListedView, ModelDefinition } from "../../src/nengo/definition.ts";
import { modelRun } from "../../src/nengo/model-run.ts";

const scalar = (base: number): ListedView => ({ base, offset: 0, shape: [], strides: [] });
const all = (base: number, length: number): ListedView => {
  return { base, offset: 0, shape: [length], strides: [1] };
};
const bases = [
  { name: "step", type: "int64", length: 1 },
  { name: "time", type: "float64", length: 1 },
  { name: "x", type: "float64", length: 3 },
  { name: "y", type: "float64", length: 2 },
  { name: "a", type: "float64", length: 6 },
] as const;
const clock = { kind: "time", step: scalar(0), time: scalar(1) } as const;

function run(given: Partial<ModelDefinition>) {
  const parts = { operators: [clock], probes: [], tapes: [], most: 10 };
  const definition: ModelDefinition = { version: 1, dt: 0.25, bases, ...parts, ...given };
  const numbers = Float64Array.of(0, 0, 1, 2, 3, 10, 20, 1, 2, 3, 4, 5, 6);
  return modelRun(definition, new Uint8Array(numbers.buffer));
}

const long = { steps: 4, milliseconds: 1e9, restart: false };

it("adds products of rows, and records every second step", () => {
  const a = { base: 4, offset: 0, strides: [3, 1] };
  const dot = { kind: "dot", rows: 2, columns: 3, a, x: all(2, 3), y: all(3, 2) } as const;
  const probes = [{ ...all(3, 2), period: 2 }];
  const made = run({ operators: [clock, dot], probes });
  expect(made.advance(long)).toEqual({ steps: 4 });
  expect(made.rows().counts).toEqual([2]);
  // 1 + 4 + 9 and 4 + 10 + 18 in each step.
  expect([...(made.rows().data[0] as Float64Array)]).toEqual([38, 84, 66, 148]);
  expect(made.bases[1]).toEqual(Float64Array.of(1));
});

it("interrupts a step for an operator of the client, and goes on with its results", () => {
  const client = { kind: "client", reads: [scalar(1)], writes: [{ ...all(3, 2) }] } as const;
  const copy = {
    kind: "copy",
    shape: [2],
    from: all(3, 2),
    to: { base: 2, offset: 2, strides: [-2] },
    entry: "add",
  } as const;
  const made = run({ operators: [clock, client, copy] });
  expect(made.advance(long)).toEqual({ steps: 0, operator: 1 });
  expect(made.readsOf(1)).toEqual([Float64Array.of(0.25)]);
  const results = new Uint8Array(Float64Array.of(100, 200).buffer);
  made.write({ bases: [], tapes: false, results: true }, results);
  expect(made.advance(long)).toEqual({ steps: 1, operator: 1 });
  expect(made.bases[2]).toEqual(Float64Array.of(201, 2, 103));
  // The step that was interrupted starts again, so that time passes twice.
  expect(made.advance({ ...long, restart: true })).toEqual({ steps: 0, operator: 1 });
  expect(made.readsOf(1)).toEqual([Float64Array.of(0.75)]);
});

it("reads a row of a tape in each step", () => {
  const tape = { kind: "tape", tape: 0, shape: [2], to: all(3, 2), entry: "set" } as const;
  const made = run({ operators: [clock, tape], tapes: [2], probes: [{ ...all(3, 2), period: 1 }] });
  const rows = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, ...new Float64Array(12));
  made.write({ bases: [], tapes: true, results: false }, new Uint8Array(rows.buffer));
  made.advance(long);
  expect([...(made.rows().data[0] as Float64Array)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});
