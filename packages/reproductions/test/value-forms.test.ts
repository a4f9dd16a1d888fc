import { clock } from "@spikeloom/backend-clock";
import { exerciseNeuron } from "@spikeloom/conformance";
import { integrators } from "@spikeloom/integrators";
import {
  createStack,
  type NetworkRecord,
  type NeuronRecord,
  type ParameterRecord,
  type ProjectionRecord,
  type Simulation,
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

/** Milliseconds; models are driven from the fifth on. */
const duration = 30;

type Plain = string | number;

/** A model and the value of one of its parameters; all others have their defaults. */
interface Case {
  readonly model: NeuronRecord;
  readonly name: string;
  readonly value: Plain;
  /** Another valid value. */
  readonly other: Plain;
}

const cases = neurons.flatMap((model) =>
  Object.entries(model.parameters).flatMap(([name, parameter]): Case[] => {
    const { default: usual } = parameter;
    const near = typeof usual === "number" ? usual + 1 : usual.replace(/^\S+/, nearby);
    const zero = zeroOf(parameter);
    return [
      { model, name, value: usual, other: near },
      ...(zero === undefined ? [] : [{ model, name, value: zero, other: usual }]),
    ];
  }),
);

// Whether neurons are refractory at all changes the compiled code, so these are always included.
const always = cases.filter(
  ({ model, name, value }) =>
    model.spike?.within === true && name === "tau_refrac" && value === "0 ms",
);
const someCase = fc.constantFrom(...cases).filter((one) => isSound(one, one.value));

describe("the form of a value makes no difference", () => {
  it("includes every model that has parameters", () => {
    const known = new Set(cases.map(({ model }) => model.name));
    expect(neurons.filter(({ name }) => !known.has(name)).map(({ name }) => name)).toEqual([
      "spike-array",
    ]);
  });

  it(`one value, a list, a draw and a formula give the same bits (seed ${drawSeed})`, async () => {
    const some = fc.record({
      one: someCase,
      form: fc.constantFrom(...Object.keys(forms)),
      precision: fc.constantFrom("f64" as const, "f32" as const),
    });
    await fc.assert(
      fc.asyncProperty(some, async ({ one, form, precision }) => {
        const alone = await run(one, one.value, precision);
        const formed = await run(one, forms[form]?.(one.value, 3) ?? one.value, precision);
        expect(await formed.spikeHash(), label(one)).toBe(await alone.spikeHash());
        expect(statesOf(one.model, formed), label(one)).toEqual(statesOf(one.model, alone));
      }),
      { seed: drawSeed, numRuns: draws({ ci: 30, long: 3000 }) },
    );
  });

  it.each(always.map((one) => [one.model.name, one] as const))(
    "%s without refractoriness gives the same bits in every form",
    async (_, one) => {
      const alone = await run(one, one.value, "f64");
      const formed = await run(one, [one.value, one.value, one.value], "f64");
      expect(await formed.spikeHash()).toBe(await alone.spikeHash());
      expect(statesOf(one.model, formed)).toEqual(statesOf(one.model, alone));
      await checkBeside(one, alone);
    },
  );

  it(`a neuron uses its own value beside others (seed ${drawSeed})`, async () => {
    await fc.assert(
      fc.asyncProperty(someCase, async (one) => {
        fc.pre(isSound(one, one.other));
        await checkBeside(one, await run(one, one.value, "f64"));
      }),
      { seed: drawSeed, numRuns: draws({ ci: 20, long: 1500 }) },
    );
  });
});

describe("the form of a synapse's value makes no difference", () => {
  const rules = {
    "without a rule": {},
    "that learns": { plasticity: "stdp-pair" },
    "that depresses": { synapse: "tsodyks-markram" },
  } as const;
  const settings = Object.entries(rules).flatMap(([label, rule]) =>
    (["weight", "delay"] as const).map((field) => [label, field, rule] as const),
  );
  it.each(settings)("%s, %s", async (_, field, rule) => {
    const [alone, ...formed] = await Promise.all(
      [(value: Plain) => value, forms["draw of zero width"], forms["formula"]].map((make) =>
        runJob(
          connected({ ...rule, [field]: make?.(field === "weight" ? "0.9 nA" : "1.5 ms", 0) }),
        ),
      ),
    );
    expect(await alone?.spikeCount("n")).toBeGreaterThan(20);
    for (const other of formed) {
      expect(await other.spikeHash()).toBe(await alone?.spikeHash());
      expect(await other.state("n", "v")).toEqual(await alone?.state("n", "v"));
    }
  });
});

/** Neurons that fire from the spikes of randomly connected sources. */
function connected(given: Partial<ProjectionRecord>): NetworkRecord {
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    populations: {
      n: { model: "lif-curr-exp", size: 20 },
      s: { model: "poisson", size: 30, parameters: { rate: "100 Hz" } },
    },
    projections: [
      {
        name: "w",
        from: "s",
        to: "n",
        receptor: "excitatory",
        weight: "0.9 nA",
        delay: "1.5 ms",
        connector: { kind: "fixed-probability", p: 0.5 },
        ...given,
      },
    ],
  };
}

/** Check that the first and the last of three neurons behave as in a run where all have their value. */
async function checkBeside(one: Case, alone: Simulation): Promise<void> {
  const mixed = await run(one, [one.value, one.other, one.value], "f64");
  const outer = (states: readonly Float64Array[]): readonly (number | undefined)[] =>
    states.flatMap((values) => [values[0], values[2]]);
  const [among, apart] = [await statesOf(one.model, mixed), await statesOf(one.model, alone)];
  expect(outer(among), label(one)).toEqual(outer(apart));
}

function label({ model, name, value }: Case): string {
  return `${model.name} with ${name} = ${value}`;
}

function nearby(text: string): string {
  return String(Number(text) * 1.01 + 0.001);
}

function zeroOf({ default: usual, type }: ParameterRecord): Plain | undefined {
  if (type === "boolean") return undefined;
  const [, unit] = String(usual).split(" ");
  return unit === undefined ? 0 : `0 ${unit}`;
}

function isSound(one: Case, value: Plain): boolean {
  return checkNetwork(withParameter(one, value), { stack }).length === 0;
}

function withParameter({ model, name }: Case, value: Value): NetworkRecord {
  const network = exerciseNeuron(model, "nest");
  const { n, ...others } = network.populations;
  if (n === undefined) throw new Error("There is no population n.");
  const parameters = { ...n.parameters, [name]: value };
  return { ...network, populations: { n: { ...n, parameters }, ...others } };
}

function run(one: Case, value: Value, precision: "f64" | "f32"): Promise<Simulation> {
  return runJob(withParameter(one, value), { precision });
}

async function runJob(
  network: NetworkRecord,
  { precision = "f64" }: { readonly precision?: "f64" | "f32" } = {},
): Promise<Simulation> {
  const sink = { spikes: () => {}, samples: () => {} };
  const simulation = await prepareJob(clock(), { network, stack, seed: 3, precision, sink });
  await simulation.advance(Math.round(duration / simulation.dt));
  return simulation;
}

function statesOf(
  { state = {} }: NeuronRecord,
  simulation: Simulation,
): Promise<readonly Float64Array[]> {
  return Promise.all(Object.keys(state).map((variable) => simulation.state("n", variable)));
}
