import type * as code from "@spikeloom/code";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { drawSeed } from "../../../tools/test/draws.ts";
import { numbers as testNumbers } from "../../../tools/test/test-numbers.ts";
import { knownRules } from "./known-rules.ts";
import type { LearnOptions, Learnt } from "./learn.ts";
import { relay } from "./random-networks.ts";
import { type Network, source } from "./simulate.ts";

const targets = 21;
const steps = 5500;

/** Trains from silent to dense, some with a silence that is longer than the first level of tables. */
function trains(count: number, next: () => number): readonly string[][] {
  return Array.from({ length: count }, (_, neuron) => {
    const interval = [3, 9, 40, 2000][neuron % 4] as number;
    const silence = neuron % 3 === 0 ? ([300, 4900] as const) : ([0, 0] as const);
    const times: string[] = [];
    for (let step = 1; step < steps; step += 1 + Math.floor(2 * interval * next())) {
      if (step < silence[0] || step >= silence[1]) times.push(`${step / 10} ms`);
    }
    return times;
  });
}

function network(rule: keyof typeof knownRules, dendritic: number): Network {
  const next = testNumbers(drawSeed);
  return {
    convention: "nest",
    populations: {
      pre: { model: source, size: 5, times: trains(5, next) },
      driver: { model: source, size: targets, times: trains(targets, next) },
      post: { model: relay, size: targets },
    },
    projections: [
      {
        from: "driver",
        to: "post",
        receptor: "drive",
        weight: 3,
        delay: "0.1 ms",
        connector: { kind: "one-to-one" },
      },
      {
        name: "w",
        from: "pre",
        to: "post",
        receptor: "seen",
        delay: "1 ms",
        dendritic,
        connector: { kind: "all-to-all" },
        weight: { draw: "uniform", low: 0.1, high: 0.9 },
        plasticity: knownRules[rule].rule,
      },
    ],
  };
}

const path = "@spikeloom/code";
const { writeRule } = await vi.importActual<typeof code>(path);
const writes = vi.fn(writeRule);
let learn: typeof import("./learn.ts").learn;

// Test files share modules, so modules to be counted must be loaded again.
beforeAll(async () => {
  vi.doMock(path, async () => ({
    ...(await vi.importActual<typeof code>(path)),
    writeRule: writes,
  }));
  vi.resetModules();
  ({ learn } = await import("./learn.ts"));
});

afterAll(() => {
  vi.doUnmock(path);
  vi.resetModules();
});

function run(one: Network, options: LearnOptions): Promise<Learnt> {
  const looks = { synapses: { w: ["weight"] }, neurons: { post: ["s"] } };
  return learn(one, { pieces: [steps], looks, ...options });
}

/** The functions that process several synapses of a row at once, in the module generated last. */
function wideFunctions(): readonly string[] {
  const text = writes.mock.lastCall?.[0].text() ?? "";
  return text.split("(func ").filter((one) => /^\S+_wide\b/u.test(one));
}

/** The innermost loops of a function. */
function innermostLoops(text: string): readonly string[] {
  const open: { readonly isLoop: boolean; readonly from: number; isInnermost: boolean }[] = [];
  const lines = text.split("\n").map((line) => line.trim());
  return lines.flatMap((line, at) => {
    const isLoop = line.startsWith("loop");
    if (isLoop || /^(block|if)\b/u.test(line)) {
      if (isLoop) for (const outer of open) outer.isInnermost = false;
      open.push({ isLoop, from: at, isInnermost: true });
    }
    if (!/^end\b/u.test(line)) return [];
    const closed = open.pop();
    return closed?.isLoop && closed.isInnermost ? [lines.slice(closed.from, at).join("\n")] : [];
  });
}

describe("several synapses of a row at once", () => {
  beforeEach(() => void writes.mockClear());

  it.each([
    ["pair", "f64", 0],
    ["pair", "f32", 1],
    ["triplet", "f64", 1],
    ["triplet", "f32", 0],
  ] as const)("have the bits of sequential processing: %s, %s", async (rule, precision, share) => {
    const one = network(rule, share);
    const wanted = await run(one, { precision, target: "js" });
    expect(writes).not.toHaveBeenCalled();
    expect(await run(one, { precision }), `seed ${drawSeed}`).toEqual(wanted);
    expect(wideFunctions()).toHaveLength(1);
    expect(new Set(wanted.values["w.weight"]).size).toBeGreaterThan(20);
  });

  it.each(["f64", "f32"] as const)("have a loop without a call: %s", async (precision) => {
    await run(network("pair", 0), { precision });
    const [written = ""] = wideFunctions();
    const loops = innermostLoops(written);
    expect(written).toMatch(/\bcall\b/u);
    expect(loops).toHaveLength(1);
    expect(loops[0]).toContain("v128.bitselect");
    expect(loops[0]).not.toMatch(/\bcall\b/u);
  });

  it("are not processed together if a spike of the target needs more than weights and traces", async () => {
    await run(network("coupled", 1), {});
    expect(writes).toHaveBeenCalledOnce();
    expect(wideFunctions()).toEqual([]);
  });
});
