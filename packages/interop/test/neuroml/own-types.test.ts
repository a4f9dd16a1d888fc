import {
  bytesBeside,
  bytesSource,
  type NetworkRecord,
  readFormat,
  type StimulusRecord,
  thingOf,
  writeFormat,
} from "@spikeloom/kernel";
import { resolveConvention } from "@spikeloom/network";
import { type Result, run } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { lemsFormat } from "../../src/formats/lems-format.ts";
import { neuromlFormat } from "../../src/formats/neuroml-format.ts";
import { ownNeurons } from "./own-neurons.ts";

const base = {
  format: "spikeloom-network",
  version: 1,
  name: "own",
  dt: "0.05 ms",
  duration: "100 ms",
  convention: "neuron",
} as const;

/**
 * Neurons without a cell, a synapse with an unusual time course at two kinds of cells, and stimuli without a NeuroML
 * input.
 */
const network: NetworkRecord = {
  ...base,
  populations: {
    times: { model: "spike-array", size: 1, times: [["5 ms", "9 ms", "30 ms", "33 ms", "60 ms"]] },
    adex: { model: ownNeurons.adexSoft, size: 2, integrator: "euler" },
    lif: { model: ownNeurons.lifOdd, size: 1, integrator: "euler" },
    cubic: { model: ownNeurons.cubic, size: 2, integrator: "euler" },
  },
  projections: [
    ["times", "adex", "odd", "0.3 uS", "1 ms"],
    ["times", "lif", "blocked", "6 nS", "1 ms"],
    ["cubic", "lif", "blocked", "3 nS", "2 ms"],
  ].map(([from = "", to = "", receptor = "", weight = "", delay = ""]) => ({
    from,
    to,
    receptor,
    weight,
    delay,
    connector: { kind: "all-to-all" as const },
  })),
  stimuli: [
    { kind: "steps", into: "adex", times: ["20 ms", "80 ms"], values: ["0.8 nA", "0 nA"] },
    {
      kind: "formula",
      into: "cubic",
      value: "peak*(t/rise)*exp(1 - t/rise)",
      parameters: { peak: "14 mV/ms", rise: "30 ms" },
      start: "5 ms",
      stop: "80 ms",
    },
    {
      kind: "time-array",
      into: "lif",
      every: "20 ms",
      values: { values: [0, 0.1, 0.15, 0.05], unit: "nA" },
    },
    {
      kind: "sine",
      into: "lif",
      amplitude: "50 pA",
      frequency: "40 Hz",
      offset: "80 pA",
      phase: 30,
      start: "10 ms",
    },
  ],
  record: ["adex", "lif", "cubic"].map((population) => ({
    population,
    variables: ["v", "spikes"],
  })),
};

async function written(of: NetworkRecord, options: Readonly<Record<string, string>> = {}) {
  const thing = { holds: "network", network: of } as const;
  const { files, losses } = await writeFormat(neuromlFormat, thing, { stack, options });
  const texts = new Map<string, string>();
  for await (const { name, pieces } of files) {
    const parts: Uint8Array[] = [];
    for await (const piece of pieces) parts.push(piece);
    texts.set(name, Buffer.concat(parts).toString());
  }
  return { texts, losses: losses.map(({ code, place }) => `${code} ${place}`) };
}

/** Read a simulation of LEMS with the files that it includes. */
async function readAgain(texts: ReadonlyMap<string, string>): Promise<NetworkRecord> {
  const files = Object.fromEntries([...texts].map(([name, text]) => [name, Buffer.from(text)]));
  const source = bytesSource("LEMS_own.xml", files["LEMS_own.xml"] ?? new Uint8Array());
  const { thing, losses } = await readFormat(lemsFormat, source, {
    stack,
    beside: bytesBeside(files),
  });
  expect(losses).toEqual([]);
  return thingOf(thing, "network").network;
}

async function runOf(of: NetworkRecord): Promise<Result> {
  return await run(of, { stack, backend: stack.get("backend", "clock") });
}

function stepsOf({ recordings }: Result, population: string): readonly number[] {
  const found = recordings.filter((one) => one.population === population);
  return found.flatMap(({ spikes }) => [...(spikes?.steps ?? [])]).sort((a, b) => a - b);
}

it("writes types for parts without a NeuroML component, which spike as before", async () => {
  const { texts, losses } = await written(network);
  expect([...texts.keys()]).toEqual(["LEMS_own.xml", "own.types.xml", "own.net.nml"]);
  expect(losses).toEqual(
    ["adex", "lif", "cubic"].map((name) => `settings populations.${name}.integrator`),
  );
  const types = texts.get("own.types.xml") ?? "";
  const names = [...types.matchAll(/<ComponentType name="(\w+)" extends="(\w+)"/g)];
  expect(names.map(([, name, of]) => `${name} ${of}`)).toEqual([
    "adex_soft_neuron baseCellMembPot",
    "izhikevich_cubic_neuron baseCellMembPot",
    "adex_soft_odd_synapse baseVoltageDepSynapse",
    "lif_odd_blocked_synapse baseVoltageDepSynapse",
    ...["formula", "time_array", "sine"].map((kind) => `${kind}_input basePointCurrent`),
  ]);
  // A neuron that equals a cell is written as that cell, whatever its synapses.
  expect(texts.get("own.net.nml")).toContain('<iafCell id="lif_odd"');
  const [first, again] = [await runOf(network), await runOf(await readAgain(texts))];
  for (const { population } of network.record ?? []) {
    const [mine, theirs] = [stepsOf(first, population), stepsOf(again, population)];
    expect(theirs).toHaveLength(mine.length);
    expect(mine.length).toBeGreaterThan(3);
    // Delays are whole steps that LEMS simulators round up or down, one for each of three that lead to a neuron.
    mine.forEach((step, k) => {
      expect(Math.abs((theirs[k] ?? 0) - step), `${population} ${k}`).toBeLessThanOrEqual(2);
    });
  }
});

it("writes a membrane with two pools of calcium, which no cell of NeuroML is", async () => {
  const pools: NetworkRecord = {
    ...base,
    dt: "0.02 ms",
    populations: { P: { model: ownNeurons.pools, size: 1, integrator: "euler" } },
    stimuli: [{ kind: "steps", into: "P", times: ["10 ms", "80 ms"], values: ["0.25 nA", "0 nA"] }],
    record: [{ population: "P", variables: ["v", "fast", "slow", "spikes"] }],
  };
  const { texts, losses } = await written(pools);
  expect(losses).toEqual(["settings populations.P.integrator"]);
  expect(texts.get("LEMS_own.xml")).toContain('quantity="P[0]/slow"');
  const [first, again] = [await runOf(pools), await runOf(await readAgain(texts))];
  expect(stepsOf(first, "P").length).toBeGreaterThan(0);
  expect(stepsOf(again, "P")).toEqual(stepsOf(first, "P"));
});

it("writes no types if NeuroML has all components, and no simulation without a duration", async () => {
  const lif = { model: "lif", size: 1 };
  const plain = await written({ ...base, populations: { lif } });
  expect([...plain.texts.keys()]).toEqual(["own.net.nml", "LEMS_own.xml"]);
  expect(plain.texts.get("LEMS_own.xml")).toContain('<Include file="own.net.nml"/>');
  const { duration: _, ...endless } = base;
  const cubic = { model: ownNeurons.cubic, size: 1 };
  const short = await written({ ...endless, populations: { cubic } });
  expect([...short.texts.keys()]).toEqual(["own.net.nml", "own.types.xml"]);
  expect(short.losses).toContain("settings dt");
  expect(short.losses).toContain("settings duration");
  const said = await written({ ...endless, populations: { cubic } }, { for: "20 ms" });
  expect(said.texts.get("LEMS_own.xml")).toContain('length="20ms" step="0.05ms" target="own"');
});

it("records states by NeuroML's names for them, and reports those without one", async () => {
  const { texts, losses } = await written({
    ...base,
    populations: {
      square: { model: "qif", size: 1 },
      adex: { model: "adex", size: 1 },
      axon: { model: "hodgkin-huxley", size: 1 },
    },
    record: ["square v", "adex w", "axon m"].map((one) => {
      const [population = "", variable = ""] = one.split(" ");
      return { population, variables: [variable] };
    }),
  });
  const quantities = [...(texts.get("LEMS_own.xml") ?? "").matchAll(/quantity="(.*?)"/g)];
  expect(quantities.map(([, quantity]) => quantity)).toEqual(["square[0]/v", "adex[0]/w"]);
  expect(losses).toEqual(["recorders record[2]"]);
});

it("explains for each part that LEMS cannot express why it is omitted", async () => {
  const { cubic } = ownNeurons;
  const noisy = {
    ...cubic,
    name: "noisy",
    dynamics: { ...cubic.dynamics, u: "a*(b*v - u) + d * xi / ms**0.5" },
  };
  const pooled = {
    ...ownNeurons.lifOdd,
    name: "pooled",
    dynamics: { ...ownNeurons.lifOdd.dynamics, s: "-s/tau_s - s**2 / nS / tau_f" },
  };
  const populations = Object.fromEntries(
    [noisy, pooled, cubic].map((model, k) => [`p${k}`, { model, size: 1 }]),
  );
  const { files, losses } = await writeFormat(
    neuromlFormat,
    { holds: "network", network: { ...base, populations } },
    { stack },
  );
  for await (const { pieces } of files) for await (const _ of pieces);
  expect(losses.map(({ message }) => message)).toEqual([
    'The model "noisy" has no NeuroML component, and no LEMS type can express it: noise in an equation.',
    'The model "pooled" has no NeuroML component, and no LEMS type can express it: a receptor does not act through additive currents.',
  ]);
});

it("splits neurons whose receptors differ, and reports receptors with an initial conductance", async () => {
  const { adexSoft: model, lifOdd } = ownNeurons;
  const lossesOf = async (more: object, of = model) => {
    const populations = { P: { model: of, size: 2, ...more } };
    return (await written({ ...base, populations })).losses;
  };
  const split = "split populations.P";
  expect(await lossesOf({})).toEqual([]);
  expect(await lossesOf({ parameters: { tau_a: ["2 ms", "20 ms"] } })).toEqual([split]);
  expect(await lossesOf({ parameters: { e_e: ["0 mV", "-80 mV"] } })).toEqual([split]);
  // The population is there all the same, as one whose cell NeuroML has.
  expect(await lossesOf({ initial: { g: ["0 nS", "5 nS"] } })).toEqual([
    "initial populations.P.initial.g",
  ]);
  expect(await lossesOf({ initial: { x: "5 nS" } })).toEqual(["initial populations.P.initial.x"]);
  expect(await lossesOf({ parameters: { tau_s: ["2 ms", "20 ms"] } }, lifOdd)).toContain(split);
  const s = { ...lifOdd.state?.["s"], initial: "1 nS" };
  const open = { ...lifOdd, state: { ...lifOdd.state, s } } as typeof lifOdd;
  expect(await lossesOf({}, open)).toContain("initial populations.P.initial.s");
});

it.each(["start", "end", "previous"] as const)("injects held values as %s", async (inputHold) => {
  const held: NetworkRecord = {
    ...base,
    convention: { ...resolveConvention("neuron"), inputHold },
    duration: "2 ms",
    populations: { P: { model: ownNeurons.cubic, size: 1, integrator: "euler" } },
    stimuli: [
      { kind: "formula", into: "P", value: "14*mV/ms * cos(t / (3*ms))" },
      {
        // With an offset, as without one it is an input that NeuroML has.
        kind: "sine",
        into: "P",
        amplitude: "2 mV/ms",
        frequency: "40 Hz",
        phase: 80,
        offset: "1 mV/ms",
      },
      { kind: "time-array", into: "P", every: "0.2 ms", values: ["3 mV/ms", "5 mV/ms"] },
      // NeuroML has these, and sees them at the end of a step.
      { kind: "sine", into: "P", amplitude: "9 mV/ms", frequency: "300 Hz", phase: 40 },
      { kind: "steps", into: "P", times: ["0.6 ms", "1.4 ms"], values: ["7 mV/ms", "-6 mV/ms"] },
    ],
    record: [{ population: "P", variables: ["v"] }],
  };
  const valuesOf = ({ recordings }: Result) => [...(recordings[0]?.samples.get("v")?.values ?? [])];
  const [mine, theirs] = [
    valuesOf(await runOf(held)),
    valuesOf(await runOf(await readAgain((await written(held)).texts))),
  ];
  // A simulation of LEMS records the start as well. A step too many moves it by 0.7 mV, rounding by less than 1e-9.
  expect(mine).toHaveLength(40);
  mine.forEach((v, k) => {
    expect(theirs[k + 1], `${k}`).toBeCloseTo(v, 6);
  });
});

it("lets NeuroML inputs lag if custom types are present, in whatever order they are written", async () => {
  const into = "P";
  const kinds: Readonly<Record<string, StimulusRecord>> = {
    steps: { kind: "steps", into, times: ["0.6 ms", "1.4 ms"], values: ["0.7 nA", "0 nA"] },
    sine: { kind: "sine", into, amplitude: "9 pA", frequency: "300 Hz" },
    array: { kind: "time-array", into, every: "0.2 ms", values: ["0.3 nA", "0.5 nA"] },
  };
  const orders = ["steps sine array", "steps array sine", "sine steps array", "sine array steps"];
  const of = async (order: string) => {
    const stimuli = order.split(" ").map((kind) => kinds[kind] as StimulusRecord);
    const populations = { P: { model: "lif", size: 1 } };
    const { texts } = await written({ ...base, convention: "brian2", populations, stimuli });
    const text = texts.get("own.net.nml") ?? "";
    return [/<pulseGenerator .*?delay="(.*?)"/.exec(text)?.[1], text.includes("<sineGenerator")];
  };
  for (const order of [...orders, "array steps sine", "array sine steps"]) {
    // Half a step later, and the sine, whose phase that would change, a type as well.
    expect(await of(order), order).toEqual(["0.625ms", false]);
  }
  // Alone they are NeuroML's own, at their own times.
  expect(await of("steps sine")).toEqual(["0.6ms", true]);
});

it("writes times of whole steps as the shortest decimals", async () => {
  const timesOf = async (dt: string, times: readonly string[]) => {
    const values = times.map((_, k) => (k % 2 === 0 ? "0.7 nA" : "0 nA"));
    const stimuli: readonly StimulusRecord[] = [{ kind: "steps", into: "P", times, values }];
    const populations = { P: { model: "lif", size: 1 } };
    const { texts } = await written({ ...base, dt, populations, stimuli });
    const text = texts.get("own.net.nml") ?? "";
    return [...text.matchAll(/delay="(.*?)" duration="(.*?)"/g)].map(([, ...two]) => two.join(" "));
  };
  // 1.2 - 0.4 is 0.7999999999999999 in doubles, and 3 * 0.3 - 0.3 is 0.5999999999999999.
  expect(await timesOf("0.1 ms", ["0.4 ms", "1.2 ms"])).toEqual(["0.4ms 0.8ms"]);
  expect(await timesOf("0.3 ms", ["0.3 ms", "0.9 ms"])).toEqual(["0.3ms 0.6ms"]);
  // Half a step is not a whole one, and times in between are written unchanged.
  expect(await timesOf("0.1 ms", ["0.25 ms", "0.3 ms"])).toEqual(["0.25ms 0.05ms"]);
  expect(await timesOf("0.1 ms", ["0.26 ms", "0.3 ms"])).toEqual([`0.26ms ${0.3 - 0.26}ms`]);
});
