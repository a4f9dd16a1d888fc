import { readdirSync, readFileSync } from "node:fs";
import { clock } from "@spikeloom/backend-clock";
import { checkModelInFull } from "@spikeloom/equations";
import {
  MORE_ERRORS,
  mostErrors,
  type NetworkRecord,
  RECORD_SHAPE,
  SpikeLoomError,
} from "@spikeloom/kernel";
import { checkRun, run } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { drawSeed, draws } from "../../../tools/test/draws.ts";
import { processorTime } from "../../../tools/test/processor-time.ts";
import { defaultStack } from "../src/default-stack.ts";

type Tree = Record<string, unknown>;

const folder = (path: string): readonly unknown[] => {
  const base = new URL(`../../../specs/${path}/`, import.meta.url);
  return readdirSync(base)
    .filter((file) => file.endsWith(".json"))
    .map((file) => JSON.parse(readFileSync(new URL(file, base), "utf8")) as unknown);
};
const networks = folder("network/valid");
const models = folder("model/valid");

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
function chances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

const names = [
  "constructor",
  "toString",
  "__proto__",
  "hasOwnProperty",
  "valueOf",
  "x",
  "",
  "A->A",
];
const values: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1, 0.5, 1e308, -1e-308, 2 ** 53, 4_294_967_296, 16],
  ...[
    "",
    " ",
    "0",
    "1 ms",
    "-1 ms",
    "1 mV",
    "1e999 ms",
    "v",
    "v +",
    "((((",
    "rand()",
    "1/0",
    "nest",
  ],
  ...["constructor", "__proto__", "toString", "x".repeat(5000), "\u0000", "é", "t", "xi", "inf"],
  ...[
    [],
    {},
    [null],
    [[]],
    [1, "2"],
    { draw: "normal" },
    { formula: "constructor" },
    { values: [] },
  ],
];

/** Mutate one to three parts of a tree: its values, its names, or their existence. */
function mutant(source: unknown, chance: () => number): unknown {
  const tree = structuredClone(source);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  const count = 1 + Math.floor(chance() * 3);
  for (let k = 0; k < count; k++) {
    const parts = partsOf(tree);
    const part = pick(parts);
    const keys = Object.keys(part);
    if (keys.length === 0) continue;
    const key = pick(keys);
    const way = chance();
    if (way < 0.45) put(part, key, structuredClone(pick(values)));
    else if (way < 0.6) Reflect.deleteProperty(part, key);
    else if (way < 0.75) put(part, pick(names), part[key]);
    else if (way < 0.85) {
      put(part, pick(names), part[key]);
      Reflect.deleteProperty(part, key);
    } else put(part, key, structuredClone(pick(partsOf(tree))));
  }
  return tree;
}

/** Files may have any key. */
function put(part: Tree, key: string, value: unknown): void {
  const property = { value, enumerable: true, configurable: true, writable: true };
  if (Array.isArray(part) && !/^\d+$/.test(key)) return;
  Object.defineProperty(part, key, property);
}

function partsOf(tree: unknown): readonly Tree[] {
  if (typeof tree !== "object" || tree === null) return [];
  return [tree as Tree, ...Object.values(tree).flatMap(partsOf)];
}

const stack = defaultStack;
const backend = clock();
const longest = 5;
const most = draws({ ci: 500, long: 10_000 });

/** Check a mutant; only coded errors may be thrown, and in a short time. */
function judge(index: number, check: () => readonly SpikeLoomError[]): readonly SpikeLoomError[] {
  const start = processorTime();
  const errors = check();
  const seconds = (processorTime() - start) / 1000;
  expect(seconds, `mutant ${index} of seed ${drawSeed}`).toBeLessThan(longest);
  expect(errors.length).toBeLessThanOrEqual(mostErrors + 1);
  for (const error of errors) {
    expect(error).toBeInstanceOf(SpikeLoomError);
    const { code, place, expected, got, next } = error;
    expect(place, `${error.message} (mutant ${index} of seed ${drawSeed})`).toBeTruthy();
    const isOfShape = ["SL_NETWORK_SHAPE", RECORD_SHAPE.code, MORE_ERRORS.code].includes(code);
    if (!isOfShape) continue;
    const whole = [expected, got, next].every((part) => part !== undefined && part !== "");
    expect(whole, error.message).toBe(true);
  }
  return errors;
}

function fail(index: number, fault: unknown, value: unknown): never {
  const text = JSON.stringify(value).slice(0, 2000);
  throw new Error(`mutant ${index} of seed ${drawSeed}: ${text}`, { cause: fault });
}

describe("mutants of valid files", () => {
  it("of models give only coded errors", () => {
    for (let index = 0; index < most; index++) {
      const chance = chances(drawSeed + index);
      const value = mutant(models[index % models.length], chance);
      try {
        judge(index, () => checkModelInFull(value));
      } catch (fault) {
        fail(index, fault, value);
      }
    }
  });

  it("of networks give only coded errors, or run", async () => {
    let started = 0;
    const mostRuns = draws({ ci: 20, long: 2000 });
    for (let index = 0; index < most; index++) {
      const chance = chances(drawSeed + 7919 * index);
      const value = mutant(networks[index % networks.length], chance) as NetworkRecord;
      try {
        const errors = judge(index, () => checkRun(value, { stack, backend }));
        if (errors.length > 0 || started >= mostRuns || !isSmall(value)) continue;
        started += 1;
        await run(value, { stack, backend, for: "0.3 ms", memory: 2 ** 30, workers: 1 });
      } catch (fault) {
        // Drawn or computed values, and files, are only checked by a run.
        if (fault instanceof SpikeLoomError) continue;
        fail(index, fault, value);
      }
    }
    expect(started).toBeGreaterThan(0);
  });
});

function isSmall({ populations }: NetworkRecord): boolean {
  return Object.values(populations).reduce((sum, { size }) => sum + size, 0) < 2000;
}
