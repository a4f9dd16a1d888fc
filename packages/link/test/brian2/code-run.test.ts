import { expect, it } from "vitest";
import { codeRun } from "../../src/brian2/code-run.ts";
import type {
  ArrayDefinition,
  CodeDefinition,
  RunDefinition,
} from "../../src/brian2/definition.ts";
import { paddedBytes } from "../../src/brian2/elements.ts";

const arrays: readonly (ArrayDefinition & { readonly values: readonly number[] })[] = [
  { name: "t", type: "float64", length: 1, written: true, values: [0] },
  { name: "dt", type: "float64", length: 1, written: false, values: [0.5] },
  { name: "step", type: "int64", length: 1, written: true, values: [0] },
  { name: "x", type: "float64", length: 3, written: true, values: [1, 2, 3] },
  { name: "free", type: "bool", length: 3, written: true, values: [1, 0, 1] },
  { name: "before", type: "int32", length: 3, written: false, values: [2, 0, 1] },
  { name: "events", type: "int32", length: 4, written: true, values: [0, 0, 0, 0] },
  { name: "words", type: "int32", length: 624, written: false, values: [] },
  { name: "all", type: "int32", length: 3, written: false, values: [0, 1, 2] },
  { name: "counts", type: "int32", length: 3, written: true, values: [0, 0, 0] },
];

type Filled = (typeof arrays)[number];

function bytesOf(filled: readonly Filled[] = arrays): Uint8Array {
  const parts = filled.map((array) => {
    const { type, values } = array;
    const buffer = new ArrayBuffer(paddedBytes(array));
    if (type === "float64") new Float64Array(buffer).set(values);
    if (type === "int32") new Int32Array(buffer).set(values);
    if (type === "int64") new BigInt64Array(buffer).set(values.map(BigInt));
    if (type === "bool") new Uint8Array(buffer).set(values);
    return new Uint8Array(buffer);
  });
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function run(
  partial: Pick<RunDefinition, "objects"> &
    Partial<RunDefinition> & { readonly arrays?: readonly Filled[] },
  end = 2,
) {
  const clocks = [{ t: 0, dt: 1, step: 2, end }];
  const random = { words: 7, position: 0, spare: undefined };
  const shared = { version: 1, arrays, clocks, queues: [], records: [], random } as const;
  return codeRun({ ...shared, ...partial }, bytesOf(partial.arrays));
}

const x = { kind: "array", array: 3, index: "_idx" } as const;

function code(given: Partial<CodeDefinition>): CodeDefinition {
  return { name: "code", scalar: [], vector: [], names: {}, functions: {}, ...given };
}

function numbers(data: Uint8Array, at: number, length: number): readonly number[] {
  return [...new Float64Array(data.slice(at, at + 8 * length).buffer)];
}

it("reads all elements before it writes any, and leaves out those of a false condition", () => {
  const neighbour = { kind: "array", array: 3, index: "k" } as const;
  const names = {
    x: { ...x, condition: "free" },
    free: { kind: "array", array: 4, index: "_idx" },
    neighbour,
    k: { kind: "array", array: 5, index: "_idx" },
    half: { kind: "constant", value: 0.5 },
  } as const;
  const vector = [{ to: "x", op: "+=", value: "half * neighbour" }] as const;
  const update = { kind: "update", code: code({ vector, names }), count: 3 } as const;
  const made = run({ objects: [{ name: "one", clock: 0, actions: [update] }] }, 1);
  expect(made.advance(1e6, false)).toEqual({ kind: "end" });
  const { data, layout } = made.read();
  expect(layout.arrays).toEqual([0, 2, 3, 4, 6, 9]);
  // The time, then the step, then x: 1 + 3/2, 2 as it was, 3 + 2/2.
  expect(numbers(data, 0, 1)).toEqual([0.5]);
  expect(numbers(data, 16, 3)).toEqual([2.5, 2, 4]);
});

it("records the events of a threshold, and stops where the client is due", () => {
  const names = { x, t: { kind: "array", array: 0, index: "0" } } as const;
  const condition = [{ to: "_cond", op: ":=", value: "x > 1.5 + 2 * t" }] as const;
  const record = [{ to: "_to_record_i", op: ":=", value: "source" }] as const;
  const source = { kind: "array", array: 8, index: "_idx" } as const;
  const objects: RunDefinition["objects"] = [
    {
      name: "threshold",
      clock: 0,
      actions: [
        { kind: "threshold", code: code({ vector: condition, names }), count: 3, events: 6 },
        {
          kind: "record-events",
          code: code({ name: "monitor", vector: record, names: { source } }),
          events: 6,
          start: 0,
          stop: 3,
          counts: 9,
          record: 0,
        },
      ],
    },
    { name: "client", clock: 0 },
  ];
  const made = run({ objects, records: [{ columns: ["i"] }] });
  expect(made.advance(1e6, false)).toEqual({ kind: "object", object: 1 });
  const first = made.read();
  expect(first.layout.records).toEqual([[2]]);
  // The client's changes take effect in the next step, where the threshold is 2.5.
  const words = new Uint8Array(4 * 624).fill(1);
  const changed = new Uint8Array(Float64Array.of(4, 0, 5).buffer);
  made.write({ arrays: [3], position: 623 }, Uint8Array.from([...changed, ...words]));
  const { layout, data } = made.read();
  expect(layout.position).toBe(623);
  expect(data.slice(-words.length)).toEqual(words);
  expect(made.advance(1e6, false)).toEqual({ kind: "object", object: 1 });
  expect(made.read().layout.records).toEqual([[2]]);
  expect(made.advance(1e6, true)).toEqual({ kind: "end" });
});

it("refuses names and functions without a meaning", () => {
  const of = (value: string) => () =>
    run({
      objects: [
        {
          name: "one",
          clock: 0,
          actions: [
            {
              kind: "update",
              code: code({ vector: [{ to: "x", op: "=", value }], names: { x } }),
              count: 3,
            },
          ],
        },
      ],
    });
  expect(of("x + y")).toThrow("SL_LINK_CODE_NAME");
  expect(of("square(x)")).toThrow("SL_LINK_CODE_FUNCTION");
});

it("computes groups in vectors to the same bits as element by element", () => {
  const length = 37;
  const vs = Array.from({ length }, (_, k) => 0.3 * k - 4.1);
  const more = [
    { name: "v", type: "float64", length, written: true, values: vs },
    {
      name: "ready",
      type: "bool",
      length,
      written: true,
      values: vs.map((_, k) => Number(k % 3 > 0)),
    },
    { name: "all", type: "int32", length, written: false, values: vs.map((_, k) => k) },
    { name: "sent", type: "int32", length: length + 1, written: true, values: [] },
    { name: "last", type: "float64", length, written: true, values: vs.map(() => -1) },
  ] as const;
  const seeds = Array.from({ length: 624 }, (_, k) => Math.imul(k + 1, 0x9e3779b1));
  const filled = [...arrays.map((one, k) => (k === 7 ? { ...one, values: seeds } : one)), ...more];
  const one = (place: number) => ({ kind: "array", array: place, index: "_idx" }) as const;
  const shared = {
    t: { kind: "array", array: 0, index: "0" },
    tau: { kind: "constant", value: 0.7 },
    v: { ...one(10), condition: "ready" },
    ready: one(11),
  } as const;
  const scalar = [{ to: "decay", op: ":=", value: "exp(-t / tau)" }] as const;
  const vector = [
    { to: "_v", op: ":=", value: "v * decay + exprel(v) * (0.1 + 0.01 * rand())" },
    { to: "v", op: "=", value: "_v + int(ready) // 2 + tanh(v) % 0.3" },
    { to: "ready", op: "=", value: "ready and v > -1.5 or rand() < 0.2" },
  ] as const;
  const functions = { rand: { kind: "uniform" } } as const;
  const limit = [{ to: "_cond", op: ":=", value: "v > 1.2 and ready or v > 3 - t" }] as const;
  const ran = (names: CodeDefinition["names"]): Uint8Array => {
    const update = code({ scalar, vector, functions, names });
    const threshold = code({ vector: limit, names });
    const refractory = { ready: 11, last: 14, t: 0 };
    const objects: RunDefinition["objects"] = [
      {
        name: "group",
        clock: 0,
        actions: [
          { kind: "update", code: update, count: length },
          { kind: "threshold", code: threshold, count: length, events: 13, refractory },
        ],
      },
    ];
    const made = run({ objects, arrays: filled }, 20);
    expect(made.advance(1e6, false)).toEqual({ kind: "end" });
    return made.read().data;
  };
  // An index array makes the first one take its elements one by one.
  const listed = { ...shared, v: { ...shared.v, index: "k" }, k: one(12) } as const;
  expect(ran(listed)).toEqual(ran(shared));
});
