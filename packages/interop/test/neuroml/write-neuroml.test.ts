import type { NetworkRecord, StimulusRecord } from "@spikeloom/kernel";
import { parseQuantity, toInternal } from "@spikeloom/units";
import { expect, it } from "vitest";
import { defaultStack } from "../../../../tools/test/default-stack.ts";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { neuronOf } from "../../src/neuroml/cell-model.ts";
import { drawnDocument } from "./drawn-document.ts";
import { plain } from "./plain-network.ts";
import { read, write } from "./written-network.ts";

/** A NeuroML cell with one synapse, as created by the reader. */
const own = neuronOf(
  "own",
  {
    about: "A cell.",
    parameters: {
      v_rest: { default: "-70 mV", about: "rest" },
      v_threshold: { default: "-50 mV", about: "threshold" },
      v_reset: { default: "-70 mV", about: "reset" },
      c_m: { default: "3.2 pF", about: "capacitance" },
      g_l: { default: "0.2 nS", about: "leak" },
    },
    attached: "nA",
    state: { v: { initial: "v_rest", unit: "mV", about: "potential" } },
    dynamics: { v: "(g_l * (v_rest - v) + i_syn) / c_m" },
    spike: { when: "v > v_threshold", reset: { v: "v_reset" } },
  },
  {
    synapses: [
      {
        receptor: "x",
        about: "A synapse.",
        parameters: {
          g_base_x: { default: "1 nS", about: "base" },
          e_rev_x: { default: "0 mV", about: "reversal" },
          tau_decay_x: { default: "2 ms", about: "decay" },
        },
        kinetics: {
          state: { g_x: { initial: "0 nS", unit: "nS", about: "conductance" } },
          dynamics: { g_x: "-g_x / tau_decay_x" },
          on: { g_x: "g_x + weight * g_base_x" },
          current: "g_x * (e_rev_x - v)",
        },
      },
    ],
    currents: [],
  },
);

it("writes what it reads, the same each time", async () => {
  const count = draws({ ci: 25, long: 2000 });
  for (let k = 0; k < count; k++) {
    const about = `document ${k} of seed ${drawSeed}`;
    const document = Buffer.from(drawnDocument(newDraw(drawSeed, k)));
    const network = await read(document);
    const first = await write(network);
    expect(first.losses, about).toEqual([]);
    const again = await read(first.bytes);
    expect(plain(again), about).toEqual(plain(network));
    const second = await write(again);
    expect(plain(await read(second.bytes)), about).toEqual(plain(again));
    expect(second.losses, about).toEqual([]);
  }
});

const base = { format: "spikeloom-network", version: 1, convention: "neuron" } as const;

it("reports what it cannot write, with its place", async () => {
  const network: NetworkRecord = {
    ...base,
    dt: "0.1 ms",
    duration: "1 s",
    seed: 3,
    convention: "nest",
    populations: {
      a: { model: "lif-delta", size: 2 },
      b: {
        model: { ...own, name: "own" },
        size: 2,
        integrator: "euler",
        parameters: { v_rest: ["-70 mV", "-60 mV"] },
        initial: { v: "-66 mV" },
      },
    },
    projections: [
      { from: "a", to: "b", receptor: "x", weight: 1, connector: { kind: "all-to-all" } },
    ],
    stimuli: [{ kind: "noise", into: "b", mean: "0 nA", sd: "1 nA" }],
    record: [{ population: "b", variables: ["spikes"] }],
  };
  const { bytes, losses } = await write(network);
  expect(losses.map(({ code, place }) => `${code} ${place}`)).toEqual([
    "model populations.a.model",
    "initial populations.b.initial.v",
    "split populations.b",
    "synapse projections[0]",
    "stimulus stimuli[0]",
    "settings dt",
    "settings duration",
    "settings seed",
    "settings convention",
    "settings populations.b.integrator",
    "recorders record[0]",
  ]);
  for (const rest of [-70, -60]) {
    expect(bytes.toString()).toContain(`leakReversal="${rest}mV"`);
  }
});

it("refuses a network of which nothing could be written", async () => {
  const populations = { a: { model: "lif-delta", size: 2 } };
  await expect(write({ ...base, populations })).rejects.toThrow("SL_NML_WRITE at populations");
});

it("writes neurons of PyNN as PyNN's cells, with weights in its units", async () => {
  const network: NetworkRecord = {
    ...base,
    populations: {
      e: { model: "lif-cond-exp", size: 2, initial: { v: "-66 mV" }, parameters: { c_m: "1 nF" } },
      a: { model: "adex-cond-exp", size: 1, parameters: { c_m: "281 pF", g_l: "30 nS" } },
    },
    projections: [
      {
        from: "e",
        to: "a",
        receptor: "inhibitory",
        connector: { kind: "all-to-all" },
        weight: "4 nS",
        delay: "1.5 ms",
      },
    ],
    stimuli: [
      { kind: "poisson", into: "e", receptor: "excitatory", rate: "1 kHz", weight: "0.002 uS" },
      { kind: "steps", into: "e", times: ["1 ms", "3 ms"], values: ["0.2 nA", "0.1 nA"] },
    ],
  };
  const { bytes, losses } = await write(network);
  expect(losses).toEqual([]);
  const again = await read(bytes);
  const [cond, adapting] = Object.values(again.models ?? {});
  expect(cond?.parameters).toMatchObject({
    c_m: { default: "1 nF" },
    v_init: { default: "-66 mV" },
    tau_syn_excitatory: { default: "5 ms" },
  });
  // A receptor without input is not part of the neuron that is read.
  const names = Object.keys(adapting?.parameters ?? {}).join(" ");
  expect(names).toMatch(/e_rev_inhibitory/);
  expect(names).not.toMatch(/e_rev_excitatory/);
  const tau = String(adapting?.parameters["tau_m"]?.default);
  expect(toInternal(parseQuantity(tau))).toBeCloseTo(281 / 30, 12);
  expect(again.projections?.[0]).toMatchObject({ weight: 0.004, delay: "1.5 ms" });
  expect(again.stimuli).toMatchObject([
    { kind: "poisson", rate: "1000 Hz", weight: 0.002 },
    { kind: "steps", times: ["1 ms", "3 ms"], values: ["200 pA", "0 nA"] },
    { kind: "steps", values: ["100 pA", "0 nA"] },
  ]);
});

it("splits neurons that differ in written values, and only those", async () => {
  const written = async (model: string, more: object, size = 2) => {
    const populations = { x: { model, size, ...more } as NetworkRecord["populations"][string] };
    const { bytes, losses } = await write({ ...base, populations });
    const text = bytes.toString();
    return {
      text,
      parts: [...text.matchAll(/<population id="(\w+)" component="(\w+)" size="(\d+)"/g)].map(
        ([, ...parts]) => parts.join(" "),
      ),
      losses: losses.map(({ code, message }) => `${code}: ${message}`),
    };
  };
  const halves = (component: string) => [`x_0 ${component} 1`, `x_1 ${component}_2 1`];
  const said = (fields: string) =>
    `split: Its neurons differ in ${fields}, so it becomes 2 populations, x_0 to x_1; its projections, inputs and recorders follow.`;
  for (const model of ["izhikevich", "izhikevich-2003"]) {
    const known = defaultStack.get("neuron", model).parameters;
    const given = Object.entries({ a: [0.02, 0.1], b: [0.2, 0.25], c: [-65, -50], d: [8, 2] });
    const parameters = given.map(([name, values]) => {
      const [, unit] = String(known[name]?.default).split(" ");
      return [name, unit === undefined ? values : values.map((value) => `${value} ${unit}`)];
    });
    const { parts, text, losses } = await written(model, {
      parameters: Object.fromEntries(parameters),
    });
    expect(parts).toEqual(halves(model.replace("-", "_")));
    expect(text.match(/<izhikevichCell/g)).toHaveLength(2);
    const fields = ["a", "b", "c", "d"].map((name) => `parameters.${name}`).join(", ");
    // The recovery starts at b times the potential.
    expect(losses).toEqual([said(`${fields}, initial.u`)]);
  }
  const adex = await written("adex", { parameters: { c_m: ["281 pF", "200 pF"] } });
  expect([...adex.text.matchAll(/tau_m="(\d+\.\d{2})/g)].map(([, tau]) => tau)).toEqual([
    "9.36",
    "6.66",
  ]);
  expect(adex.parts).toEqual(halves("adex"));
  const leak = await written("adex", { parameters: { g_l: ["30 nS", "20 nS"] } });
  expect(leak.losses).toEqual([said("parameters.g_l")]);
  // Equal neurons stay together, in the order of the first of each.
  const tau = { parameters: { tau_syn_exc: ["5 ms", "6 ms", "5 ms", "6 ms", "6 ms"] } };
  const cond = await written("lif-cond-exp", tau, 5);
  expect(cond.parts).toEqual(["x_0 lif_cond_exp 2", "x_1 lif_cond_exp_2 3"]);
  const times = { times: [["1 ms"], ["2 ms", "3 ms"], ["1 ms"]] };
  const sources = await written("spike-array", times, 3);
  expect(sources.parts).toEqual(["x_0 x_source 2", "x_1 x_source_2 1"]);
  // An iafCell always starts at its leak reversal potential, so parts would not differ.
  const lif = { model: { ...own, name: "own" }, initial: { v: ["-66 mV", "-67 mV"] } };
  const { parts, losses } = await written("", lif);
  expect(parts).toEqual(["x own 2"]);
  expect(losses).toEqual(["initial: The parameters of a iafCell determine its initial state."]);
});

it("reports that binomial counts are drawn from another distribution", async () => {
  const stimulus: StimulusRecord = {
    kind: "poisson",
    into: "e",
    receptor: "excitatory",
    rate: "1 kHz",
    weight: "0.002 uS",
    count: 10,
    counts: "binomial" as const,
  };
  const populations = { e: { model: "lif-cond-exp", size: 2 } };
  const { bytes, losses } = await write({ ...base, populations, stimuli: [stimulus] });
  expect(bytes.toString()).toContain("poissonFiringSynapse");
  expect(losses.map(({ code, place }) => `${code} ${place}`)).toEqual([
    "stimulus stimuli[0].counts",
  ]);
});
