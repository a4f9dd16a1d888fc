import { readFileSync } from "node:fs";
import type { NetworkRecord, PlasticityRecord, SynapseRecord } from "@spikeloom/kernel";
import { type NetworkProgram, programOf } from "@spikeloom/program";
import { describe, expect, it, vi } from "vitest";
import { defaultStack } from "../../../tools/test/default-stack.ts";
import { fixture, fixtures, outcomeOf } from "./run-program.ts";

/** A row of the table of purposes in `specs/random`. */
interface Specified {
  readonly pattern: RegExp;
  readonly text: string;
  readonly hasTrial: boolean;
}

const file = new URL("../../../specs/random/1/README.md", import.meta.url);
const [, section = ""] = readFileSync(file, "utf8").split("## 9. Purposes");
const specified = [...section.matchAll(/^\| `([^`]+)` \|.*\| (yes|no) \|$/gmu)].map(
  ([, text = "", trial]): Specified => {
    const parts = text.split(/<[a-z]+>/u).map((part) => part.replaceAll(/[.+]/gu, "\\$&"));
    return {
      text,
      pattern: new RegExp(`^${parts.join("[^/]+")}$`, "u"),
      hasTrial: trial === "yes",
    };
  },
);

/** Copy a program, with another key in place of one of its own. */
function rekeyed(program: NetworkProgram, from: string): NetworkProgram {
  const swap = <Part>(part: Part): Part => replaced(part, from, `${from}/other`) as Part;
  const { populations, projections, stimuli } = program;
  return {
    ...program,
    populations: new Map(
      [...populations].map(([name, one]) => [
        name,
        { ...one, source: swap(one.source), step: (way) => swap(one.step(way)) },
      ]),
    ),
    projections: projections.map((one) => {
      const { dynamic } = one;
      if (dynamic === undefined) return one;
      const { program: synapses, growth } = dynamic;
      return { ...one, dynamic: { ...dynamic, program: swap(synapses), growth: swap(growth) } };
    }),
    stimuli: stimuli.map(swap),
  };
}

function replaced(part: unknown, from: string, to: string): unknown {
  if (part === from) return to;
  if (typeof part !== "object" || part === null || ArrayBuffer.isView(part)) return part;
  if (Array.isArray(part)) return part.map((one) => replaced(one, from, to));
  const entries = part instanceof Map ? [...part] : Object.entries(part);
  const copied = entries.map(([name, one]) => [name, replaced(one, from, to)] as const);
  return part instanceof Map ? new Map(copied) : Object.fromEntries(copied);
}

/** Run a function, and list the purposes of the random numbers that it draws. */
async function purposesOf(act: () => Promise<unknown>): Promise<ReadonlySet<string>> {
  const purposes = new Set<string>();
  const encoder = new TextEncoder();
  const encode = encoder.encode.bind(encoder);
  const spy = vi.spyOn(TextEncoder.prototype, "encode").mockImplementation((text = "") => {
    if (new Error().stack?.includes("streamKey")) purposes.add(text);
    return encode(text);
  });
  await act().finally(() => spy.mockRestore());
  return purposes;
}

const trial = "trial/3/";

/** The rows of the specification that a purpose may match. */
function rowsOf(purpose: string): readonly Specified[] {
  const hasTrial = purpose.startsWith(trial);
  const own = hasTrial ? purpose.slice(trial.length) : purpose;
  return specified.filter((one) => one.hasTrial === hasTrial && one.pattern.test(own));
}

/** All texts that are data in a program, at any depth. */
function textsIn(part: unknown, found = new Set<string>(), seen = new Set<unknown>()): Set<string> {
  if (typeof part === "string") found.add(part);
  if (typeof part !== "object" || part === null || seen.has(part)) return found;
  if (ArrayBuffer.isView(part)) return found;
  seen.add(part);
  const inner = part instanceof Map ? [...part].flat() : Object.values(part);
  for (const one of inner) textsIn(one, found, seen);
  return found;
}

function keysIn({ populations, projections, stimuli }: NetworkProgram): ReadonlySet<string> {
  const steps = [...populations.values()].map((one) => one.step({ zeroDelay: false }));
  const sources = [...populations.values()].map(({ source }) => source);
  const synapses = projections.map(({ dynamic }) => [dynamic?.program, dynamic?.growth]);
  return textsIn([steps, sources, synapses, stimuli]);
}

const uniform = (low: string, high: string) => ({ draw: "uniform", low, high }) as const;

const release = defaultStack.find("synapse", "simple-stochastic") as SynapseRecord;
const rewiring = defaultStack.find("plasticity", "butz-van-ooyen") as PlasticityRecord;
// New synapses from the start, one for each target within 150 ms.
const growing = { eta_low: -0.5, growth: "0.01 1/ms", interval: "10 ms" };
const pairs = defaultStack.find("plasticity", "stdp-pair") as PlasticityRecord;

/** A network with all kinds of random draws. */
const everything: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  trial: 3,
  duration: "30 ms",
  populations: {
    rate: { model: "poisson", size: 20, parameters: { rate: uniform("10 Hz", "90 Hz") } },
    gamma: { model: "gamma", size: 4, parameters: { beta: "100 Hz" } },
    shown: {
      model: "spike-array",
      size: 3,
      times: { encoder: "rate", values: [0.2, 0.5, 1], for: "20 ms" },
    },
    escape: {
      model: "gif-cond-exp",
      size: 12,
      initial: { v: uniform("-70 mV", "-60 mV") },
      positions: { layout: "random", low: [0, 0], high: ["1 mm", "1 mm"] },
    },
    plain: { model: "lif-curr-exp", size: 12 },
  },
  projections: [
    {
      name: "released",
      from: "rate",
      to: "escape",
      receptor: "excitatory",
      connector: { kind: "fixed-probability", p: 0.4 },
      weight: { draw: "normal", mean: "1 nS", sd: "0.1 nS" },
      delay: uniform("1 ms", "2 ms"),
      synapse: { model: release, parameters: { p: uniform("0.2", "0.6") } },
    },
    {
      name: "rewired",
      from: "plain",
      to: "plain",
      receptor: "excitatory",
      connector: { kind: "fixed-total", n: 40 },
      weight: "1 nA",
      delay: "1 ms",
      plasticity: { model: rewiring, parameters: growing },
      initial: { lot: uniform("0.1", "0.9") },
      events: { update: { every: "5 ms" } },
    },
    {
      name: "learning",
      from: "rate",
      to: "plain",
      receptor: "excitatory",
      connector: { kind: "all-to-all" },
      weight: "10 pA",
      delay: "1 ms",
      plasticity: { model: pairs, parameters: { a_plus: uniform("0.01", "0.02") } },
    },
  ],
  stimuli: [
    {
      kind: "poisson",
      into: "plain",
      receptor: "excitatory",
      rate: uniform("1 Hz", "2 kHz"),
      weight: uniform("1 pA", "2 pA"),
    },
    { kind: "noise", into: "plain", mean: "0 nA", sd: "10 pA" },
    { kind: "noise", into: "escape", mean: "1 nA", sd: "10 pA" },
    {
      kind: "time-array",
      into: "plain",
      every: "1 ms",
      values: ["1 pA", "2 pA"],
    },
  ],
};

/** Purposes that a simulator in steps does not use. */
const inContinuousTime = ["stimulus/<stimulus>/points", "escape/<population>"];

describe("purposes of random numbers", () => {
  it("are specified, and are in the program if a run uses them", async () => {
    let program: NetworkProgram | undefined;
    const purposes = await purposesOf(async () => {
      program = programOf(everything, { stack: defaultStack, seed: 5 });
      await outcomeOf(program, { stack: defaultStack, steps: 300 });
    });
    expect([...purposes].filter((purpose) => rowsOf(purpose).length === 0)).toEqual([]);
    const met = new Set([...purposes].flatMap(rowsOf));
    const unmet = specified.filter((one) => !met.has(one)).map(({ text }) => text);
    expect(unmet).toEqual(inContinuousTime);
    const keys = keysIn(program as NetworkProgram);
    // A program contains encoded times, not the seed of their encoder.
    const drawn = [...purposes].flatMap((one) =>
      one.startsWith(trial) && !one.startsWith(`${trial}encode/`) ? [one.slice(trial.length)] : [],
    );
    expect(drawn.filter((key) => !keys.has(key))).toEqual([]);
  });

  it("are those of the program: other keys draw other numbers", async () => {
    const program = programOf(everything, { stack: defaultStack, seed: 5 });
    const looks = {
      neurons: { escape: ["v"], plain: ["v"] },
      synapses: { released: ["weight"], rewired: ["lot"] },
    };
    const run = { stack: defaultStack, steps: 1500, looks };
    const expected = await outcomeOf(program, run);
    const keys = [...keysIn(program)].filter((text) => text.includes("/"));
    expect(keys.length).toBe(10);
    const alike: string[] = [];
    for (const key of keys) {
      const found = await outcomeOf(rekeyed(program, key), run);
      if (JSON.stringify(found) === JSON.stringify(expected)) alike.push(key);
    }
    expect(alike).toEqual([]);
  });

  it.each(fixtures)("are specified for %s", async (name) => {
    const network = { ...fixture(name), trial: 3 };
    const purposes = await purposesOf(async () => {
      const program = programOf(network, { stack: defaultStack, seed: 1 });
      await outcomeOf(program, { stack: defaultStack, steps: 60 });
    });
    expect([...purposes].filter((purpose) => rowsOf(purpose).length === 0)).toEqual([]);
  });
});
