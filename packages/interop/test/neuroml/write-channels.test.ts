import type { NetworkRecord, NeuronRecord } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { equationsOf, valueAt } from "../../src/neuroml/write/membrane/equations.ts";
import { squidDocument } from "./channel-document.ts";
import { drawnChannels } from "./drawn-channels.ts";
import { plain } from "./plain-network.ts";
import { read, write } from "./written-network.ts";

function modelOf({ models, populations }: NetworkRecord, population: string): NeuronRecord {
  const name = populations[population]?.model as string;
  return models?.[name] as NeuronRecord;
}

/** How fast each variable of a neuron changes, at drawn values of all of them. */
function changes(model: NeuronRecord, seed: number): Readonly<Record<string, readonly number[]>> {
  const { dynamics } = equationsOf(model, new Map());
  const names = [...dynamics.keys()].sort();
  const points = Array.from({ length: 5 }, (_, point) => {
    const draw = newDraw(seed, point);
    const values = names.map((name) => [name, (1 + draw(998)) / 1000] as const);
    return { ...Object.fromEntries(values), v: draw(150) - 95.25, i_inj: draw(100), t: draw(40) };
  });
  return Object.fromEntries(
    names.map((name) => {
      const derivative = dynamics.get(name);
      if (derivative === undefined) throw new Error(name);
      return [name, points.map((values) => valueAt(derivative, values))];
    }),
  );
}

/** The rest of a network: connections of its neurons, with synapse models in place of their names. */
function joints(network: NetworkRecord): unknown {
  const { projections = [], models = {} } = network;
  const named = projections.map(({ synapse, ...rest }) => ({
    ...rest,
    ...(synapse !== undefined && { synapse: models[synapse as string] as never }),
  }));
  return plain({ ...network, models: {}, populations: {}, projections: named });
}

it("writes cells with channels, plastic synapses, couplings and clamps, and reads them back the same", async () => {
  const count = draws({ ci: 8, long: 3000 });
  for (let k = 0; k < count; k++) {
    const about = `document ${k} of seed ${drawSeed}`;
    const network = await read(Buffer.from(drawnChannels(newDraw(drawSeed, k))));
    const { bytes, losses } = await write(network);
    expect(losses, about).toEqual([]);
    const again = await read(bytes);
    expect(joints(again), about).toEqual(joints(network));
    for (const population of ["p", "q"]) {
      const [first, second] = [network, again].map((one) => changes(modelOf(one, population), k));
      expect(Object.keys(second ?? {}), about).toEqual(Object.keys(first ?? {}));
      for (const [name, values] of Object.entries(first ?? {})) {
        const size = Math.max(...values.map(Math.abs));
        // Conductances per area and back, and sums in another order: some ten roundings.
        values.forEach((value, point) => {
          const difference = Math.abs((second?.[name]?.[point] ?? Number.NaN) - value);
          expect(difference, `${about}: ${name}`).toBeLessThanOrEqual(1e-10 * size);
        });
      }
    }
  }
});

it("writes the squid's axon as published, for a whole cell and for a unit of area", async () => {
  const whole = await write(await read(Buffer.from(squidDocument)));
  const perArea = await write({
    format: "spikeloom-network",
    version: 1,
    convention: "neuron",
    populations: { p: { model: "hodgkin-huxley", size: 1 } },
    stimuli: [
      { kind: "steps", into: "p", times: ["5 ms", "105 ms"], values: ["8 uA/cm^2", "0 uA/cm^2"] },
    ],
  });
  for (const { bytes, losses } of [whole, perArea]) {
    expect(losses).toEqual([]);
    const text = bytes.toString();
    for (const part of [
      '<forwardRate type="HHExpLinearRate" rate="1per_ms" midpoint="-40mV" scale="10mV"/>',
      '<reverseRate type="HHExpRate" rate="4per_ms" midpoint="-65mV" scale="-18mV"/>',
      '<forwardRate type="HHExpRate" rate="0.07per_ms" midpoint="-65mV" scale="-20mV"/>',
      '<reverseRate type="HHSigmoidRate" rate="1per_ms" midpoint="-35mV" scale="10mV"/>',
      '<reverseRate type="HHExpRate" rate="0.125per_ms" midpoint="-65mV" scale="-80mV"/>',
      'condDensity="120mS_per_cm2" erev="50mV"',
      'amplitude="80pA"',
    ]) {
      expect(text).toContain(part);
    }
  }
});

/** A cell with a leak and a current of calcium, which is `v` and `ca` of these. */
function withPool(v: string, ca: string): NetworkRecord {
  const about = "A cell with calcium.";
  const model: NeuronRecord = {
    kind: "neuron",
    contract: 1,
    name: "own",
    about,
    parameters: {},
    inputs: { i_inj: { unit: "nA", about } },
    state: {
      v: { unit: "mV", initial: "-65 mV", about },
      ca: { unit: "mM", initial: "1e-4 mM", about },
    },
    expressions: {
      i_l: { value: "1 * nS * (-65 * mV - v)", unit: "pA", about },
      i_ca: { value: "2 * nS * (120 * mV - v)", unit: "pA", about },
      k: { value: "1e-6 * mM / (ms * pA)", unit: "mM/(ms*pA)", about },
      back: { value: "(1e-4 * mM - ca) / (20 * ms)", unit: "mM/ms", about },
      change: { value: ca, unit: "mM/ms", about },
    },
    dynamics: {
      v: `(i_l + i_inj + ${v}) / (10 * pF)`,
      ca: "where(ca <= 0 * mM, max(change, 0 * mM / ms), change)",
    },
  };
  return {
    format: "spikeloom-network",
    version: 1,
    convention: "neuron",
    models: { own: model },
    populations: { p: { model: "own", size: 1 } },
  };
}

it.each([
  ["i_ca", "2 * k * i_ca + back", 2],
  ["i_ca", "k * i_ca + back + k * i_ca", 2],
  // Three times the current, two thirds of which enters.
  ["i_ca + 2 * i_ca", "2 * k * i_ca + back", 2 / 3],
])("writes the effect of calcium %s for a pool in %s", async (v, ca, wanted) => {
  const { bytes, losses } = await write(withPool(v, ca));
  expect(losses).toEqual([]);
  const [, rho] = bytes.toString().match(/rho="([^"m]*)mol_per_m_per_A_per_s"/) ?? [];
  // 1e-6 mM/ms for a pA, on the 1000 um^2 that 10 pF are: 1 mol/m/A/s. Sums and quotients are some roundings.
  expect(Number(rho) / wanted).toBeCloseTo(1, 12);
});

it("reports that NeuroML limits a pool that may fall below zero", async () => {
  const network = withPool("i_ca", "back");
  const { own } = network.models as { readonly own: NeuronRecord };
  const { change: _, ...expressions } = own.expressions ?? {};
  const dynamics = { ...own.dynamics, ca: "back - 2 * k * i_ca" };
  const models = { own: { ...own, expressions, dynamics } };
  const { losses } = await write({ ...network, models });
  expect(losses.map(({ code, place }) => [code, place])).toEqual([
    ["clamped", "populations.p.model.dynamics.ca"],
  ]);
});
