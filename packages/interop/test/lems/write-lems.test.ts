import {
  bytesSource,
  type Loss,
  type NetworkRecord,
  readFormat,
  thingOf,
  writeFormat,
} from "@spikeloom/kernel";
import { resolveConvention } from "@spikeloom/network";
import { type Result, run } from "@spikeloom/simulate";
import { describe, expect, it, vi } from "vitest";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { drawSeed, draws, long, newDraw } from "../../../../tools/test/draws.ts";
import { lemsFormat } from "../../src/formats/lems-format.ts";

vi.setConfig({ testTimeout: 1_200_000 });

interface Again {
  readonly text: string;
  readonly losses: readonly Loss[];
  readonly network: NetworkRecord;
}

/** Write a network, and read it back. */
async function again(network: NetworkRecord): Promise<Again> {
  const thing = { holds: "network", network } as const;
  const { files, losses } = await writeFormat(lemsFormat, thing, { stack, options: {} });
  const pieces: Uint8Array[] = [];
  for await (const file of files) for await (const piece of file.pieces) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  const read = await readFormat(lemsFormat, bytesSource("a.xml", bytes), { stack });
  expect(read.losses).toEqual([]);
  return { text: bytes.toString(), losses, network: thingOf(read.thing, "network").network };
}

async function runOf(network: NetworkRecord): Promise<Result> {
  return await run(network, { stack, backend: stack.get("backend", "clock") });
}

/** Steps and neurons of spikes, in order. */
function spikesOf({ recordings }: Result, population: string, steps: number): readonly string[] {
  return recordings
    .filter((each) => each.population === population)
    .flatMap(({ spikes }) =>
      Array.from(spikes?.steps ?? [], (step, k) => `${step} ${spikes?.neurons[k]}`),
    )
    .filter((each) => Number.parseInt(each, 10) < steps)
    .sort();
}

const base = {
  format: "spikeloom-network",
  version: 1,
  dt: "0.05 ms",
  duration: "25 ms",
  // Events that are due act at the start of a step, as in jLEMS.
  convention: "neuron",
} as const;
const steps = 500;

/** A current into every input, and spikes at every receptor, of a population of a model. */
function driven(name: string): NetworkRecord {
  const { inputs = {}, receptors = {}, dynamics } = stack.get("neuron", name);
  const with_ = (amount: number, unit: string) => (unit === "1" ? amount : `${amount} ${unit}`);
  return {
    ...base,
    populations: {
      S: { model: "spike-array", size: 1, times: [["5 ms", "9 ms"]] },
      A: { model: name, size: 2, ...(dynamics !== undefined && { integrator: "euler" }) },
    },
    projections: Object.entries(receptors).map(([receptor, { unit, sign }]) => ({
      from: "S",
      to: "A",
      receptor,
      connector: { kind: "all-to-all" as const },
      weight: with_(sign === "negative" ? -1 : 1, unit),
      delay: "1 ms",
    })),
    stimuli: Object.entries(inputs).map(([input, { unit }]) => ({
      kind: "steps" as const,
      into: "A",
      input,
      times: ["2 ms", "20 ms"],
      values: [with_(unit === "uA/cm^2" ? 10 : 1, unit), with_(0, unit)],
    })),
    record: [{ population: "A", variables: ["spikes"] }],
  };
}

/** Their spikes are random, or depend on where in a step a threshold is crossed. */
const others = new Set(["adex", "adex-cond-alpha", "adex-cond-beta", "adex-cond-exp"]);
const drawn = new Set(["gif-cond-exp", "spike-response-model", "poisson"]);
const pinned = new Set(["izhikevich-2003-network"]);
const unsaid = [
  "gamma",
  "inhomogeneous-gamma",
  "poisson-refractory",
  "poisson-sine",
  "spike-array",
];
const few = ["lif-cond-exp", "hodgkin-huxley", "traub-miles-cond-exp", "lif-delta"];

describe("a model that is written and read again", () => {
  const names = stack.list("neuron").map(({ name }) => name);
  const known = new Set([...others, ...drawn, ...pinned, ...unsaid]);
  const same = names.filter((name) => !known.has(name) && (long || few.includes(name)));

  it.each(same)("spikes as before: %s", async (name) => {
    const network = driven(name);
    const { losses, network: read } = await again(network);
    expect(losses).toEqual([]);
    const spikes = spikesOf(await runOf(network), "A", steps);
    expect(spikes.length).toBeGreaterThan(0);
    expect(spikesOf(await runOf(read), "A", steps)).toEqual(spikes);
  });

  it.each(["lif-cond-exp-nmda", "lif-cond-beta", "spike-response-model"])(
    "reads no derived variable if an event of %s assigns",
    async (name) => {
      const { text } = await again(driven(name));
      const derived = [...text.matchAll(/DerivedVariable name="(\w+)"/g)].map(([, own]) => own);
      const events = [...text.matchAll(/<OnEvent.*?<\/OnEvent>/gs)].map(([event]) => event);
      const assigned = events.flatMap((event) =>
        [...event.matchAll(/value="([^"]*)"/g)].flatMap(
          ([, value = ""]) => value.match(/\w+/g) ?? [],
        ),
      );
      expect(assigned.length).toBeGreaterThan(0);
      expect(assigned.filter((word) => derived.includes(word))).toEqual([]);
    },
  );

  it("reports unsupported features", async () => {
    const codes = async (name: string) => (await again(driven(name))).losses.map((l) => l.code);
    for (const name of others) expect(await codes(name)).toEqual(["integration"]);
    for (const name of drawn) expect(await codes(name)).toEqual(["drawn-anew"]);
    const sources: NetworkRecord = {
      ...base,
      populations: {
        ...Object.fromEntries(
          unsaid
            .filter((name) => name !== "spike-array")
            .map((model) => [model, { model, size: 1 }]),
        ),
        N: { model: "lif-curr-exp", size: 1, integrator: "euler" },
      },
    };
    const { losses, network } = await again(sources);
    expect(losses.map(({ place }) => place)).toEqual(
      Object.keys(sources.populations)
        .filter((name) => name !== "N")
        .map((name) => `populations.${name}.model`),
    );
    expect(Object.keys(network.populations)).toEqual(["N"]);
  });
});

describe("a network that is written and read again", () => {
  it("gives the same spikes, whatever differs between its neurons", async () => {
    const draw = newDraw(drawSeed, 0);
    for (let left = draws({ ci: 2, long: 200 }); left > 0; left--) {
      const some = (...of: readonly string[]): string => of[draw(of.length)] ?? "";
      const range = (low: number, high: number, unit: string) => ({
        draw: "uniform" as const,
        low: `${low} ${unit}`,
        high: `${high} ${unit}`,
      });
      const receptor = some("excitatory", "inhibitory");
      const sign = receptor === "inhibitory" ? -1 : 1;
      const network: NetworkRecord = {
        ...base,
        seed: 1 + draw(1000),
        populations: {
          S: { model: "spike-array", size: 2, times: ["3 ms", "7 ms"] },
          A: {
            model: "lif-curr-exp",
            size: 1 + draw(4),
            integrator: "euler",
            parameters: {
              i_offset: draw(2) === 0 ? "0.7 nA" : range(0.5, 1, "nA"),
              tau_refrac: some("0 ms", "1 ms", "2.02 ms"),
            },
            initial: { v: range(-70, -56, "mV") },
          },
          B: {
            model: some("lif-curr-exp", "lif-curr-alpha"),
            size: 2,
            integrator: "euler",
            parameters: { i_offset: "0.6 nA" },
          },
        },
        projections: [
          {
            from: "S",
            to: "A",
            receptor: "excitatory",
            connector: { kind: "all-to-all" },
            weight: "0.4 nA",
            delay: some("0 ms", "0.1 ms", "1.5 ms"),
          },
          {
            from: "A",
            to: "B",
            receptor,
            connector: { kind: "all-to-all" },
            weight: draw(2) === 0 ? `${sign * 0.5} nA` : range(sign * 0.5, sign * 0.6, "nA"),
            delay: range(0.1, 2, "ms"),
          },
        ],
        record: ["A", "B"].map((population) => ({ population, variables: ["spikes", "v"] })),
      };
      const said = `seed ${drawSeed}: ${JSON.stringify(network)}`;
      const { losses, network: read } = await again(network);
      expect(losses, said).toEqual([]);
      const [a, b] = [await runOf(network), await runOf(read)];
      for (const name of ["A", "B"]) {
        expect(spikesOf(b, name, steps), said).toEqual(spikesOf(a, name, steps));
      }
      expect(spikesOf(a, "A", steps).length, said).toBeGreaterThan(0);
    }
  });

  it("gives each neuron a unique id, whatever the names of populations", async () => {
    const population = { model: "lif-curr-exp", size: 2, integrator: "euler" };
    const parameters = { i_offset: ["0.7 nA", "0.9 nA"] };
    const network: NetworkRecord = {
      ...base,
      populations: { a_0: population, a: { ...population, parameters } },
    };
    const { text } = await again(network);
    const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toContain("a_0");
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("reports renamed parts", async () => {
    const population = { model: "lif-delta", size: 1 } as const;
    const populations = { "my cells": population, plain: population };
    const { losses } = await again({ ...base, name: "my net", populations });
    expect(losses.filter(({ code }) => code === "name").map(({ place }) => place)).toEqual([
      ...["name", "populations.my cells"],
    ]);
  });

  it("reports omitted parts by name", async () => {
    const network: NetworkRecord = {
      ...base,
      convention: "brian2",
      precision: "f32",
      about: "What it is about.",
      cite: ["doi:10.1038/78829"],
      space: { dimensions: 1, periodic: ["1 mm"] },
      populations: {
        S: { model: "poisson", size: 1, parameters: { rate: "1 kHz" } },
        A: {
          model: "lif-curr-exp",
          size: 2,
          positions: { layout: "grid", shape: [2], spacing: ["1 um"] },
        },
      },
      projections: [
        {
          from: "S",
          to: "A",
          receptor: "excitatory",
          connector: { kind: "all-to-all" },
          weight: "1 nA",
          delay: "1 ms",
          synapse: "tsodyks-markram",
        },
        {
          from: "S",
          to: "A",
          receptor: "excitatory",
          connector: { kind: "all-to-all" },
          weight: "1 nA",
          delay: "1 ms",
          plasticity: "stdp-pair",
        },
        {
          from: "S",
          to: "A",
          receptor: "excitatory",
          connector: { kind: "all-to-all" },
          weight: "1 nA",
          delay: "1 ms",
          synapse: "static",
        },
      ],
      stimuli: [
        {
          kind: "poisson",
          into: "A",
          receptor: "excitatory",
          weight: "1 nA",
          rate: { formula: "1*kHz * (t / (1000*ms))" },
        },
        {
          kind: "poisson",
          into: "A",
          receptor: "excitatory",
          weight: "1 pA",
          rate: "1 MHz",
        },
        { kind: "noise", into: "A", mean: "0 nA", sd: "1 nA" },
      ],
      record: [{ population: "A", variables: ["v"], every: "1 ms" }],
    } as NetworkRecord;
    const { losses } = await again(network);
    expect(losses.map(({ code, place }) => `${code} ${place}`).sort()).toEqual([
      "convention convention.order",
      "convention convention.spikeStamp",
      "drawn-anew populations.S",
      "integration populations.A.integrator",
      "plasticity projections[1]",
      "positions populations.A.positions",
      "recording record[0]",
      "settings about",
      "settings cite",
      "settings precision",
      "settings space",
      "stimulus stimuli[0]",
      "stimulus stimuli[1]",
      "stimulus stimuli[2]",
      "synapse projections[0]",
    ]);
  });

  it("states how far spikes move if thresholds are within a step", async () => {
    const populations = { A: { model: "adex", size: 1, integrator: "euler" } };
    const { losses } = await again({ ...base, populations } as NetworkRecord);
    const message = losses.find(({ code }) => code === "integration")?.message;
    expect(message).toMatch(/by up to 8 steps of 0\.1 ms.*agree to 5 %/);
  });

  it("writes Poisson stimuli as sources of the same law", async () => {
    const network: NetworkRecord = {
      ...base,
      duration: "200 ms",
      seed: 5,
      populations: { A: { model: "lif-cond-exp", size: 20, integrator: "euler" } },
      stimuli: [
        // Two a step on average, by more sources than one for each neuron.
        {
          kind: "poisson",
          into: "A",
          receptor: "excitatory",
          weight: "0.12 nS",
          rate: "80 Hz",
          count: 500,
        },
        {
          kind: "poisson",
          into: "A",
          receptor: "inhibitory",
          weight: "4 nS",
          rate: { formula: "100*Hz + 2*i*Hz" },
          neurons: { from: 10 },
          stop: "100 ms",
        },
      ],
      record: [{ population: "A", variables: ["spikes"] }],
    };
    const { losses, network: read } = await again(network);
    expect(losses.map(({ code, place }) => `${code} ${place}`)).toEqual([
      "drawn-anew stimuli[0]",
      "drawn-anew stimuli[1]",
    ]);
    const [mine, theirs] = [network, read].map(runOf);
    const [before, after] = [await mine, await theirs].map((result) =>
      result === undefined ? 0 : spikesOf(result, "A", 4000).length,
    );
    // Intervals vary by a tenth, counts of 20 neurons by less than 2 in a hundred.
    expect(before).toBeGreaterThan(300);
    expect(Math.abs((after ?? 0) - (before ?? 0))).toBeLessThan(0.06 * (before ?? 0));
  });

  it("keeps a population apart from sources that would be called so", async () => {
    const population = { model: "lif-cond-exp", size: 1, integrator: "euler" } as const;
    const network: NetworkRecord = {
      ...base,
      populations: {
        E: population,
        // It spikes by itself, and projects to E.
        E_stimulus_0: { ...population, parameters: { i_offset: "1 nA" } },
      },
      projections: [
        {
          from: "E_stimulus_0",
          to: "E",
          connector: { kind: "all-to-all" },
          receptor: "excitatory",
          weight: "1 uS",
          delay: "1 ms",
        },
      ],
      stimuli: [
        {
          kind: "poisson",
          into: "E",
          receptor: "excitatory",
          weight: "1 nS",
          rate: "0.001 Hz",
        },
      ],
      record: ["E", "E_stimulus_0"].map((name) => ({ population: name, variables: ["spikes"] })),
    };
    const { text, losses, network: read } = await again(network);
    expect(losses.map(({ code }) => code)).toEqual(["drawn-anew"]);
    expect(text).toContain('<Population id="E_stimulus_0_2" component=');
    const [mine, theirs] = [await runOf(network), await runOf(read)];
    for (const name of ["E", "E_stimulus_0"]) {
      const spikes = spikesOf(mine, name, steps);
      expect(spikes.length, name).toBeGreaterThan(0);
      expect(spikesOf(theirs, name, steps), name).toEqual(spikes);
    }
  });

  it("reports that sources draw binomial counts from another distribution", async () => {
    const drive = {
      ...({ kind: "poisson", into: "A", receptor: "excitatory", weight: "1 nS" } as const),
      rate: "5 kHz",
    };
    const network: NetworkRecord = {
      ...base,
      populations: { A: { model: "lif-cond-exp", size: 1, integrator: "euler" } },
      stimuli: [drive, { ...drive, counts: "binomial", count: 1 }],
    };
    const { losses } = await again(network);
    expect(losses.map(({ message }) => message)).toEqual([
      "Its spikes are redrawn: same distribution, different values.",
      "Its spikes are redrawn with a different distribution: the same mean, but Poisson instead of binomial counts.",
    ]);
  });

  it.each(["start", "end", "previous"] as const)("injects held values as %s", async (inputHold) => {
    const network: NetworkRecord = {
      ...base,
      convention: { ...resolveConvention("neuron"), inputHold },
      duration: "2 ms",
      populations: { A: { model: "lif-delta", size: 2, integrator: "euler" } },
      stimuli: [
        { kind: "steps", into: "A", times: ["0 ms", "1 ms"], values: ["0.5 nA", "0.2 nA"] },
      ],
      record: [{ population: "A", variables: ["v"] }],
    };
    const [mine, theirs] = [await runOf(network), await runOf((await again(network)).network)].map(
      ({ recordings }) => recordings[0]?.samples.get("v")?.values ?? [],
    );
    // Two neurons; a simulation of LEMS records the start as well.
    expect(mine).toHaveLength(80);
    mine?.forEach((v, k) => {
      expect(theirs?.[k + 2], `${k}`).toBeCloseTo(v, 9);
    });
  });
});
