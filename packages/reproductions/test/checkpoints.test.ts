import { clock } from "@spikeloom/backend-clock";
import { exerciseNeuron, exerciseSynapse } from "@spikeloom/conformance";
import { integrators } from "@spikeloom/integrators";
import {
  createStack,
  type NetworkRecord,
  type NeuronRecord,
  type PlasticityRecord,
  requirements,
  type SavedState,
  type SynapseRecord,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { plasticity } from "@spikeloom/plasticity";
import { synapses } from "@spikeloom/synapses";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { prepareJob } from "../../../tools/test/prepare-job.ts";

const stack = createStack({ plugins: [...neurons, ...integrators, ...connectors] });
const { provides } = clock();

/** Run a network in pieces, each of which resumes from the state saved by the previous one. */
async function savedAfter(network: NetworkRecord, pieces: readonly number[]): Promise<SavedState> {
  let state: SavedState | undefined;
  for (const steps of pieces) {
    const simulation = await prepareJob(clock(), {
      network,
      stack,
      seed: 3,
      precision: "f64",
      workers: 1,
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

// Each piece prepares a new simulation.
const pieces = long ? [1, 133, 64, 2, 600] : [133, 65, 302];
const steps = pieces.reduce((sum, piece) => sum + piece, 0);
/** The hash of no spikes. */
const noSpikes = "2545f4919e3779b9";

/** The final state contains every bit that determines how the run continues. */
async function holds(network: NetworkRecord): Promise<void> {
  const whole = await savedAfter(network, [steps]);
  const cut = await savedAfter(network, pieces);
  expect(cut.header).toEqual(whole.header);
  expect(Object.fromEntries(cut.parts)).toEqual(Object.fromEntries(whole.parts));
  expect(whole.header["spikeHash"]).not.toBe(noSpikes);
}

describe("a run that is saved and restored ends like one that was not", () => {
  it.each(neurons.map((model: NeuronRecord) => [model.name, model] as const))(
    "with %s",
    (_, model) => holds(exerciseNeuron(model, "nest")),
  );

  it.each(runs(synapses))("with synapses of %s", (_, synapse) =>
    holds(exerciseSynapse(synapse, { synapse })),
  );

  it.each(runs(plasticity.filter(({ name }) => !name.endsWith("-cond"))))(
    "with the rule %s",
    (_, rule) => holds(exerciseSynapse(rule, { plasticity: rule })),
  );
});

function runs<Model extends SynapseRecord | PlasticityRecord>(models: readonly Model[]) {
  return models
    .filter((model) => requirements(model).every((need) => provides.includes(need)))
    .map((model) => [model.name, model] as const);
}
