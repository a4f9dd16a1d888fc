import { clock } from "@spikeloom/backend-clock";
import { integrators } from "@spikeloom/integrators";
import {
  createStack,
  type NetworkRecord,
  type PlasticityRecord,
  type ProjectionRecord,
  type Simulation,
  SpikeLoomError,
  type SynapseRecord,
  type Value,
} from "@spikeloom/kernel";
import { checkNetwork, connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { plasticity } from "@spikeloom/plasticity";
import { synapses } from "@spikeloom/synapses";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawSeed, draws } from "../../../tools/test/draws.ts";
import { prepareJob } from "../../../tools/test/prepare-job.ts";
import { forms } from "./value-forms.ts";

const models = [...neurons, ...plasticity, ...synapses];
const stack = createStack({ plugins: [...models, ...integrators, ...connectors] });

/** Sources and targets, connected all-to-all. */
const [sources, targets] = [4, 3];
const duration = 60;

type Model = PlasticityRecord | SynapseRecord;

/** A model and the value of one of its parameters; all others have their defaults. */
interface Case {
  readonly model: Model;
  readonly name: string;
  readonly value: string | number;
}

/** Targets and weights onto them, of which each model uses the first valid one. */
const ends = [
  { model: "lif-curr-exp", weight: "0.9 nA" },
  { model: "lif-cond-exp", weight: "0.02 uS" },
  { model: "lif-curr-exp", weight: "50 pA" },
  { model: "lif-curr-exp", weight: "1 pA" },
  { model: "lif-cond-exp", weight: "1 nS" },
] as const;

const takers = new Map(
  [...plasticity, ...synapses].flatMap((model: Model) => {
    const end = ends.find((one) => checkNetwork(joined(model, {}, one), { stack }).length === 0);
    return end === undefined ? [] : [[model, end] as const];
  }),
);
const cases = [...takers.keys()].flatMap((model) =>
  Object.entries(model.parameters).flatMap(([name, { default: usual, type }]): Case[] =>
    type === "boolean" ? [] : [{ model, name, value: usual }],
  ),
);

describe("the form of a parameter of a synapse model or rule makes no difference", () => {
  it("includes every model except those that couple two potentials", () => {
    const left = [...plasticity, ...synapses].filter((model) => !takers.has(model));
    expect(left.map(({ name }) => name)).toEqual(["gap-junction", "graded"]);
  });

  it(`one value, a list, a draw and a formula give the same bits (seed ${drawSeed})`, async () => {
    const some = fc.record({
      one: fc.constantFrom(...cases),
      form: fc.constantFrom(...Object.keys(forms)),
      precision: fc.constantFrom("f64" as const, "f32" as const),
    });
    let compared = 0;
    const numRuns = draws({ ci: 15, long: 2000 });
    await fc.assert(
      fc.asyncProperty(some, async ({ one, form, precision }) => {
        const { model, name, value } = one;
        const formed = forms[form]?.(value, sources * targets) ?? value;
        const label = `${model.name} with ${name} as ${form}`;
        const alone = await run(model, { [name]: value }, precision);
        const other = await runFormed(model, { [name]: formed }, precision);
        // Traces and shared states belong to a neuron, and a value for each synapse is refused.
        if (other === undefined) return;
        compared++;
        expect(await other.spikeCount("post"), label).toBeGreaterThan(0);
        expect(await other.spikeHash(), label).toBe(await alone.spikeHash());
        expect(await other.state("post", "v"), label).toEqual(await alone.state("post", "v"));
        expect(await weightsOf(other), label).toEqual(await weightsOf(alone));
      }),
      { seed: drawSeed, numRuns },
    );
    expect(compared).toBeGreaterThan(0.6 * numRuns);
  });
});

/** Codes for parameters of traces, shared states and new synapses, which need one value. */
const refusals = new Set(["SL_NOT_COMPILED", "SL_SYNAPSE_RULE"]);

/** Run with a form; returns undefined if the model needs one value for the whole projection. */
async function runFormed(...given: Parameters<typeof run>): Promise<Simulation | undefined> {
  try {
    return await run(...given);
  } catch (error) {
    if (!(error instanceof SpikeLoomError) || !refusals.has(error.code)) throw error;
    return undefined;
  }
}

/** Neurons driven by sources and a current, connected by synapses of a model. */
function joined(
  model: Model,
  parameters: Readonly<Record<string, Value>>,
  end: (typeof ends)[number],
): NetworkRecord {
  const times = Array.from({ length: sources }, (_, i) =>
    Array.from({ length: 12 }, (_, k) => `${2 + i + 4.3 * k} ms`),
  );
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    convention: "nest",
    populations: {
      pre: { model: "spike-array", size: sources, times },
      post: { model: end.model, size: targets, parameters: { i_offset: "1 nA" } },
    },
    projections: [
      {
        name: "joined",
        from: "pre",
        to: "post",
        receptor: "excitatory",
        connector: { kind: "all-to-all" },
        weight: end.weight,
        delay: "1.5 ms",
        ...(model.kind === "plasticity" ? eventsOf(model) : {}),
        [model.kind]: { model, parameters },
      },
    ],
  };
}

/** Schedule named events and set third factors, so that they have an effect. */
function eventsOf({ on, modulators = {} }: PlasticityRecord): Partial<ProjectionRecord> {
  const named = Object.keys(on).filter((event) => event !== "pre" && event !== "post");
  return {
    events: Object.fromEntries(named.map((event) => [event, { every: "20 ms" }])),
    modulators: Object.fromEntries(
      Object.entries(modulators).map(([name, { unit }]) => [
        name,
        unit === "1" ? 0.5 : `0.5 ${unit}`,
      ]),
    ),
  };
}

async function run(
  model: Model,
  parameters: Readonly<Record<string, Value>>,
  precision: "f64" | "f32",
): Promise<Simulation> {
  const end = takers.get(model);
  if (end === undefined) throw new Error(`${model.name} has no target.`);
  const network = joined(model, parameters, end);
  const sink = { spikes: () => {}, samples: () => {} };
  const simulation = await prepareJob(clock(), { network, stack, seed: 3, precision, sink });
  await simulation.advance(Math.round(duration / simulation.dt));
  return simulation;
}

async function weightsOf(simulation: Simulation): Promise<Float64Array | undefined> {
  return await simulation.synapseState?.("joined", "weight");
}
