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

/** The rest of a network: what joins its neurons, with synapse models in the place of their names. */
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

it("writes the squid's axon as it was published, for a whole cell and for a unit of area", async () => {
  const whole = await write(await read(Buffer.from(squidDocument)));
  const perArea = await write({
    ...{ format: "spikeloom-network", version: 1, convention: "neuron" },
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
