import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldsAt } from "../src/fields.ts";
import {
  checkModel,
  defineNeuron,
  definePlasticity,
  defineSynapse,
  type NeuronRecord,
  type PlasticityRecord,
  RECORD_SHAPE,
  requirements,
  SpikeLoomError,
  type SynapseRecord,
} from "../src/index.ts";
import { expected, invalidFixtures, validFixtures } from "./fixtures.ts";

const define: Readonly<Record<string, (record: never) => unknown>> = {
  neuron: defineNeuron,
  synapse: defineSynapse,
  plasticity: definePlasticity,
};

describe("models that are sound", () => {
  it.each(validFixtures)("$file has the shape of its contract", ({ model, file }) => {
    expect(checkModel(model, file)).toEqual([]);
  });

  it.each(validFixtures)("$file survives definition and JSON", ({ model }) => {
    const { kind, contract, ...definition } = model as NeuronRecord;
    const defined = define[kind]?.(definition as never);
    expect(JSON.parse(JSON.stringify(defined))).toEqual(model);
    expect(contract).toBe(1);
    expect(checkModel(defined, "model")).toEqual([]);
  });

  it("are named after their files", () => {
    const names = validFixtures.map(({ model }) => `${(model as NeuronRecord).name}.json`);
    expect(names).toEqual(validFixtures.map(({ file }) => file));
  });
});

describe("models that break a rule", () => {
  it("all have an expected error, and no error is expected of a file that is not there", () => {
    expect(invalidFixtures.map(({ file }) => file).sort()).toEqual(Object.keys(expected).sort());
  });

  const ofShape = invalidFixtures.filter(({ file }) => expected[file]?.code === RECORD_SHAPE.code);
  it.each(ofShape)("$file has one error at the right place", ({ file, model }) => {
    const { kind, name } = model as NeuronRecord;
    const errors = checkModel(model, `${kind} "${name}"`);
    expect(errors.map(({ code }) => code)).toEqual([RECORD_SHAPE.code]);
    expect(errors[0]?.place).toContain(expected[file]?.place);
  });

  // Rules about equations must pass here, or they would be checked twice and differently.
  const ofEquations = invalidFixtures.filter((one) => !ofShape.includes(one));
  it.each(ofEquations)("$file has the right shape", ({ file, model }) => {
    expect(checkModel(model, file)).toEqual([]);
  });
});

describe("errors of shape", () => {
  const sound = validFixtures.find(({ file }) => file === "refractory-held.json")?.model as Record<
    string,
    unknown
  >;

  it("propose the intended field, once", () => {
    const { parameters, ...rest } = sound;
    const [error, ...others] = checkModel({ ...rest, paramters: parameters }, "models.lif");
    expect(error?.message).toMatch(
      /^SL_RECORD_SHAPE at models.lif: "paramters" is not a valid field here\. .* Did you mean "parameters"\?$/,
    );
    expect(others).toEqual([]);
  });

  it("list the fields if none is similar", () => {
    const [error] = checkModel({ ...sound, integrator: { tolerance: 1 } }, "models.lif");
    expect(error?.place).toBe("models.lif.integrator");
    expect(error?.expected).toBe("name, subSteps or dt");
  });

  it("name the actual and the expected value", () => {
    const [error] = checkModel({ ...sound, spike: [] }, 'neuron "lif"');
    expect(error).toMatchObject({
      place: 'neuron "lif" spike',
      expected: "a record",
      got: "a list",
    });
  });

  it.each([null, undefined, 1, "lif", true, [], () => 1, Number.NaN])("%s is no model", (value) => {
    const errors = checkModel(value, "file");
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) expect(error.code).toBe(RECORD_SHAPE.code);
  });
});

it("covers the fields of every part that the schema describes", () => {
  const path = new URL("../../../specs/model/1/model.schema.json", import.meta.url);
  const { $defs } = JSON.parse(readFileSync(path, "utf8")) as {
    $defs: Record<string, { properties?: Record<string, unknown> }>;
  };
  const paths: Readonly<Record<string, readonly string[]>> = {
    parameter: ["parameters", "x"],
    state: ["state", "x"],
    namedExpression: ["expressions", "x"],
    read: ["reads", "x"],
    receptor: ["receptors", "x"],
    input: ["inputs", "x"],
    output: ["outputs", "x"],
    refractory: ["spike", "refractory"],
    spike: ["spike"],
    event: ["events", "x"],
    transition: ["regimes", "x", "transitions", "0"],
    regime: ["regimes", "x"],
    pinnedIntegrator: ["integrator"],
    synapseDynamics: ["dynamics", "x"],
    coupling: ["coupling", "0"],
    trace: ["traces", "x"],
    modulator: ["modulators", "x"],
    weightBounds: ["bounds", "weight"],
    bounds: ["bounds"],
    structure: ["structure"],
  };
  const kinds = ["neuron", "synapse", "plasticity"];
  for (const [name, { properties }] of Object.entries($defs)) {
    if (properties === undefined || name.toLowerCase().includes("source")) continue;
    const at = kinds.includes(name) ? [] : paths[name];
    expect(at, name).toBeDefined();
    expect([...fieldsAt(name, at ?? [])].sort(), name).toEqual(Object.keys(properties).sort());
  }
  const sources = ["timesSource", "renewalSource", "poissonSource"];
  const ofSources = sources.flatMap((name) => Object.keys($defs[name]?.properties ?? {}));
  expect([...fieldsAt("neuron", ["source"])].sort()).toEqual([...new Set(ofSources)].sort());
});

it("requires what a record uses", () => {
  const needs = (file: string): readonly string[] => {
    const { model } = validFixtures.find((one) => one.file === file) ?? {};
    return requirements(model as NeuronRecord | SynapseRecord | PlasticityRecord);
  };
  expect(needs("adex.json")).toEqual([]);
  expect(needs("gif.json")).toEqual(["escape-noise"]);
  expect(needs("nengo-lif.json")).toContain("sub-step-spikes");
  expect(needs("nengo-rectified-linear.json")).toContain("graded-spikes");
  expect(needs("loihi-cuba-lif.json")).toEqual(["noise", "explicit-step", "integer-state"]);
  expect(needs("named-events.json")).toEqual(["regimes", "events", "graded-output"]);
  expect(needs("source-poisson.json")).toEqual(["sources", "random-sources"]);
  expect(needs("refractory-each-step.json")).toEqual(["noise"]);
  expect(needs("truenorth.json")).toContain("noise");
  expect(needs("gap-junction.json")).toEqual(["synapse-models", "synapse-reads", "coupling"]);
  expect(needs("stochastic-release.json")).toEqual([
    "synapse-models",
    "per-synapse-state",
    "noise",
  ]);
  expect(needs("dopamine.json")).toEqual([
    "plasticity",
    "stepped-synapses",
    "synapse-events",
    "modulators",
  ]);
  expect(needs("structural.json")).toEqual(["plasticity", "structure"]);
});

describe("arbitrary input", () => {
  it("gives only errors of shape", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const error of checkModel(value, "file")) expect(error).toBeInstanceOf(SpikeLoomError);
      }),
    );
  });

  it("in place of any part of a model gives only coded errors", () => {
    fc.assert(
      fc.property(fc.constantFrom(...validFixtures), fc.nat(), fc.jsonValue(), (one, k, value) => {
        const errors = checkModel(replacePart(one.model, k, value), "file");
        for (const error of errors) expect(error.code).toBe(RECORD_SHAPE.code);
      }),
    );
  });
});

/** Replace one part of a JSON value, counted over all parts. */
function replacePart(model: unknown, at: number, by: unknown): unknown {
  const paths: string[][] = [];
  const walk = (value: unknown, path: string[]): void => {
    paths.push(path);
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
  };
  walk(model, []);
  const path = paths[at % paths.length] ?? [];
  const last = path.at(-1);
  if (last === undefined) return by;
  const copy: unknown = structuredClone(model);
  let inner = copy as Record<string, unknown>;
  for (const key of path.slice(0, -1)) inner = inner[key] as Record<string, unknown>;
  inner[last] = by;
  return copy;
}
