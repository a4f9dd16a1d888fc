import { expect, it } from "vitest";
import { checkBounds } from "../src/checkpoint/check-bounds.ts";
import type { HistoryBound, RowBound, StateBound } from "../src/checkpoint/state-bounds.ts";
import { placed } from "../src/placed.ts";

const step = 100;

/** Write words to a memory, some of them invalid; returns the error. */
function refusal(
  bound: StateBound,
  sound: Readonly<Record<number, readonly number[]>>,
  forged: Readonly<Record<number, number>>,
): unknown {
  const words = new Int32Array(256);
  for (const [address, values] of Object.entries(sound)) words.set(values, Number(address) / 4);
  const memory = { buffer: words.buffer, part: "shard-0", step, isCompiled: true };
  const check = (): void => checkBounds([bound], memory);
  expect(check).not.toThrow();
  for (const [address, value] of Object.entries(forged)) words[Number(address) / 4] = value;
  try {
    check();
    return undefined;
  } catch (fault) {
    return fault;
  }
}

const damaged = { code: "SL_STATE_DAMAGED", place: expect.stringMatching(/^state\.shard-0, it/u) };

/** Two targets with rings of four entries of two words; spikes in steps 90, 95 and 99 of the first. */
const history: HistoryBound = {
  kind: "history",
  what: "it",
  targets: 2,
  newest: 64,
  history: 128,
  ring: 32,
  entry: 8,
  never: -1000,
  safe: 16,
  applied: { address: 20, count: 1, stride: 4 },
  longest: 2,
  recent: { address: 256, bytes: 16, steps: 3 },
};
const spikes = {
  16: [96, 97],
  64: [128 + 8, 160],
  // Entries of two words, the newest in the second.
  128: [95, 0, 99, 0, -1000, 0, 90, 0],
  160: [-1000, 0, -1000, 0, -1000, 0, -1000, 0],
  256: [99, 95, 90, 0, -1000, -1000, -1000, 0],
};

const words = (address: number, length: number) => placed("words", "i32", { address, length });
const rows: RowBound = {
  kind: "rows",
  what: "it",
  offsets: words(64, 4),
  room: 6,
  targets: words(128, 6),
  below: 2,
};
const synapses = { 64: [0, 2, 2, 4], 128: [0, 1, 1, 0] };
const byTarget = { ...synapses, 256: [0, 2, 4], 320: [0, 3, 1, 2], 384: [512, 528, 512, 528] };

const segments = { segments: words(384, 4), firstSegment: 512, segmentBytes: 8 };
const ownRows: StateBound = {
  kind: "own rows",
  what: "it",
  of: rows,
  columns: 1,
  offsets: words(256, 3),
  synapses: words(320, 4),
  ...segments,
};

const word = {
  kind: "words",
  what: "it",
  address: 64,
  count: 1,
  stride: 4,
  least: 0,
  most: 0,
} as const;

const list: StateBound = {
  kind: "lists",
  what: "it",
  lists: 128,
  counts: 64,
  length: 2,
  capacity: 4,
  below: 3,
};
const places = { 64: [1, 4], 128: [2, 9, 9, 9, 0, 1, 2, 2] };

it.each<[string, StateBound, Record<number, readonly number[]>, Record<number, number>]>([
  ["a history without an end", history, spikes, { 16: -1000 }],
  ["a spike of the future", history, spikes, { 136: 100 }],
  ["spikes out of order", history, spikes, { 152: 97 }],
  ["a pointer out of its ring", history, spikes, { 64: 160 }],
  ["a pointer between entries", history, spikes, { 64: 132 }],
  ["other recent spikes", history, spikes, { 260: 94 }],
  ["spikes that are applied to some alone", history, spikes, { 20: 95 }],
  ["rows that begin elsewhere", rows, synapses, { 64: 1 }],
  ["rows that descend", rows, synapses, { 68: 3 }],
  ["more synapses than there is room for", rows, synapses, { 76: 7 }],
  ["a target that there is not", rows, synapses, { 132: 2 }],
  ["a synapse twice", ownRows, byTarget, { 324: 0 }],
  ["a synapse of another target", ownRows, byTarget, { 320: 1 }],
  ["the segment of another row", ownRows, byTarget, { 388: 512 }],
  ["a target of too many synapses", ownRows, byTarget, { 260: 5 }],
  ["a count that loops", { ...word, count: 3, stride: 8, most: 9 }, { 64: [0, 7, 9] }, { 72: -1 }],
  ["a step of the future", { ...word, isOfStep: true }, { 64: [99] }, { 64: 101 }],
  ["a list that is too long", list, places, { 68: 5 }],
  ["a neuron that there is not", list, places, { 156: 3 }],
])("refuses %s", (_, bound, sound, forged) => {
  expect(refusal(bound, sound, forged)).toMatchObject(damaged);
});

/** Doubles as pairs of words. */
function pairs(...values: readonly number[]): number[] {
  return [...new Int32Array(Float64Array.from(values).buffer)];
}

const train: StateBound = {
  kind: "train",
  what: "it",
  address: 64,
  size: 2,
  dt: 0.1,
  windowSteps: 64,
  earliest: 3,
};
const kept = [64, 0, 6.5, Number.NaN, 12, 0];

it.each([
  ["a window that has passed", 0, 35],
  ["a window to come", 0, 101],
  ["trains drawn anew later", 1, 65],
  ["a point long before", 2, -1e9],
  ["a point before all", 2, Number.NEGATIVE_INFINITY],
  ["half a word", 4, 0.5],
  ["words that are no number", 5, Number.NaN],
] as const)("refuses a train with %s", (_, place, value) => {
  const changed = kept.map((one, k) => (k === place ? value : one));
  const [low = 0, high = 0] = pairs(changed[place] as number);
  const at = 64 + 8 * place;
  expect(refusal(train, { 64: pairs(...kept) }, { [at]: low, [at + 4]: high })).toMatchObject(
    damaged,
  );
});

it("refuses events of past steps among those in transit", () => {
  const events = { kind: "gaps", what: "it", drawn: 64, next: 128, size: 2 } as const;
  const [low = 0, high = 0] = pairs(99.5);
  const forged = { 136: low, 140: high };
  const sound = { 64: [3, 1], 128: pairs(100, 1e9) };
  const refused = (window: readonly [number, number]): unknown =>
    refusal({ ...events, window }, sound, forged);
  expect(refused([0, 200])).toMatchObject(damaged);
  expect(refused([100, 200])).toBeUndefined();
  expect(refused([0, 100])).toBeUndefined();
});
