import { clock } from "@spikeloom/backend-clock";
import { integrators } from "@spikeloom/integrators";
import {
  createStack,
  defineNeuron,
  type NetworkRecord,
  type NeuronRecord,
  type PlasticityRecord,
  type ProjectionRecord,
  requirements,
  type SavedState,
  type SynapseRecord,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { plasticity } from "@spikeloom/plasticity";
import { synapses } from "@spikeloom/synapses";
import { describe, expect, it } from "vitest";
import { exercise } from "./every-model.ts";

const stack = createStack({ plugins: [...neurons, ...integrators, ...connectors] });
const { provides } = clock();

/** Run a network in pieces, each of which goes on from what the one before has saved. */
async function savedAfter(network: NetworkRecord, pieces: readonly number[]): Promise<SavedState> {
  let state: SavedState | undefined;
  for (const steps of pieces) {
    const simulation = await clock().prepare({
      ...{ network, stack, seed: 3, precision: "f64", workers: 1 },
      ...(state !== undefined && { state }),
      sink: { spikes: () => undefined, samples: () => undefined },
    });
    await simulation.advance(steps);
    state = await simulation.save?.();
    await simulation.close();
  }
  if (state === undefined) throw new Error("Nothing was saved.");
  return state;
}

const pieces = [1, 133, 64, 2, 600];
const steps = pieces.reduce((sum, piece) => sum + piece, 0);
/** The digits of no spike at all. */
const noSpikes = "2545f4919e3779b9";

/** What is saved at the end holds every bit that decides how the run goes on. */
async function holds(network: NetworkRecord): Promise<void> {
  const whole = await savedAfter(network, [steps]);
  const cut = await savedAfter(network, pieces);
  expect(cut.header).toEqual(whole.header);
  expect(Object.fromEntries(cut.parts)).toEqual(Object.fromEntries(whole.parts));
  expect(whole.header["spikeHash"]).not.toBe(noSpikes);
}

describe("a run that is saved four times ends as if it was not", () => {
  it.each(neurons.map((model: NeuronRecord) => [model.name, model] as const))(
    "with %s",
    (_, model) => holds(exercise(model, "nest")),
  );

  it.each(runs(synapses))("with synapses of %s", (_, synapse) =>
    holds(ruled(synapse, { synapse })),
  );

  it.each(runs(plasticity.filter(({ name }) => !name.endsWith("-cond"))))(
    "with the rule %s",
    (_, rule) => holds(ruled(rule, { plasticity: rule })),
  );
});

function runs<Model extends SynapseRecord | PlasticityRecord>(models: readonly Model[]) {
  return models
    .filter((model) => requirements(model).every((need) => provides.includes(need)))
    .map((model) => [model.name, model] as const);
}

/** Spikes when it is told to, has a potential, and sums what it is sent. */
function relay(unit: string): NeuronRecord {
  return defineNeuron({
    name: "relay",
    about: "Is driven from outside, and shows what arrives.",
    parameters: { tau: { default: "10 ms", about: "time constant" } },
    inputs: { i_inj: { unit: "nA", about: "current" } },
    receptors: {
      relay: { unit: "1", about: "what it repeats", on: { x: "x + weight" } },
      seen: { unit, about: "what its synapses send", on: { y: "y + weight" } },
    },
    state: {
      v: { initial: "-55 mV", unit: "mV", about: "potential" },
      x: { initial: 0, unit: "1", about: "what arrived" },
      y: { initial: `0 ${unit}`, unit, about: "sum of what its synapses sent" },
    },
    dynamics: { v: "(-55*mV - v + i_inj * 10*Mohm) / tau" },
    spike: { when: "x > 0.5", reset: { x: "0", v: "v + 4*mV" } },
  });
}

/** Neurons that are driven at random, and reach each other by synapses of a model. */
function ruled(
  model: SynapseRecord | PlasticityRecord,
  own: Pick<ProjectionRecord, "synapse" | "plasticity">,
): NetworkRecord {
  const unit = model.weightUnit ?? "1";
  const couples = "coupling" in model && model.coupling !== undefined;
  const named = Object.keys(model.on ?? {}).filter((event) => event !== "pre" && event !== "post");
  const factors = "modulators" in model ? Object.entries(model.modulators ?? {}) : [];
  const quantity = (value: number, of: string): string | number =>
    of === "1" ? value : `${value} ${of}`;
  return {
    format: "spikeloom-network",
    version: 1,
    populations: {
      drive: { model: "poisson", size: 6, parameters: { rate: "150 Hz" } },
      n: { model: relay(unit), size: 6, initial: { v: { formula: "-60*mV + i * 2*mV" } } },
    },
    projections: [
      {
        ...{ from: "drive", to: "n", receptor: "relay", weight: 1, delay: "0.5 ms" },
        connector: { kind: "one-to-one" },
      },
      {
        name: "synapses",
        ...{ from: "n", to: "n", connector: { kind: "fixed-indegree", n: 3 } },
        ...(!couples && { receptor: "seen" }),
        weight: quantity(0.5, unit),
        delay: canDiffer(model) ? { draw: "uniform", low: "0.5 ms", high: "2 ms" } : "1 ms",
        ...own,
        events: Object.fromEntries(
          named.map((event) => [event, { from: "drive", neurons: { until: 2 }, delay: "2.3 ms" }]),
        ),
        modulators: Object.fromEntries(
          factors.map(([name, factor]) => [
            name,
            { from: "drive", weight: quantity(0.5, factor.unit), tau: "9 ms", delay: "1.7 ms" },
          ]),
        ),
      },
    ],
  };
}

/** Synapses that grow by a number need one delay. */
function canDiffer(model: SynapseRecord | PlasticityRecord): boolean {
  const add = "structure" in model ? model.structure?.add : undefined;
  return add === undefined || add === "replace";
}
