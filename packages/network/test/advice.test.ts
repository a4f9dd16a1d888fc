import { existsSync } from "node:fs";
import { defineNeuron, type NetworkRecord, type SpikeLoomError } from "@spikeloom/kernel";
import { checkNetwork, connectors, readNetwork } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { adviseName } from "../src/check/advise-name.ts";
import { foreignName, foreignNames } from "../src/check/foreign-names.ts";
import { stack } from "./models.ts";

const A = { model: "lif-delta", size: 5 };
const toItself = { from: "A", to: "A", connector: { kind: "all-to-all" }, weight: "1 mV" };

/** Give the only error of a network with these parts. */
function errorOf(parts: object): SpikeLoomError | undefined {
  const head = { format: "spikeloom-network", version: 1, populations: { A } };
  const errors = checkNetwork({ ...head, ...parts } as NetworkRecord, { stack });
  expect(errors).toHaveLength(1);
  return errors[0];
}

function ofParameters(parameters: object): SpikeLoomError | undefined {
  return errorOf({ populations: { A: { ...A, parameters } } });
}

function ofConnector(connector: object): SpikeLoomError | undefined {
  return errorOf({ projections: [{ ...toItself, connector }] });
}

describe("a receptor that is not named", () => {
  const onto = (receptors: object) =>
    errorOf({
      populations: { A, B: { model: { ...bare, receptors }, size: 1 } },
      projections: [{ ...toItself, to: "B" }],
    });
  const bare = defineNeuron({
    name: "bare",
    about: "Neuron that is given its receptors.",
    parameters: {},
    state: { v: { unit: "mV", initial: "0 mV", about: "potential" } },
    dynamics: { v: "0*mV/ms" },
  });
  const jump = { unit: "mV", about: "jump", on: { v: "v + weight" } };

  it("is one of several, or does not exist", () => {
    expect(onto({ a: jump, b: jump })).toMatchObject({
      code: "SL_CHOICE",
      expected: "one of a, b",
      next: 'Add "receptor".',
      message: expect.stringContaining("has 2 receptors, so you must name one"),
    });
    expect(onto({})).toMatchObject({
      code: "SL_CHOICE",
      expected: "a model with receptors",
      next: expect.stringContaining('"spikeloom show MODEL" lists'),
      message: expect.stringMatching(/"bare" has no receptors\.(?! so)/),
    });
  });
});

describe("a value of the wrong dimension", () => {
  it("without a unit is answered with one, and its own number", () => {
    expect(ofParameters({ tau_m: 25 })).toMatchObject({
      expected: "a time, such as ms",
      got: "25",
      next: 'Write it with its unit, such as "25 ms".',
    });
    expect(ofParameters({ v_rest: { draw: "normal", mean: -70, sd: "1 mV" } })?.next).toBe(
      'Write it with its unit, such as "-70 mV".',
    );
    expect(ofParameters({ c_m: { values: [1, 2, 3, 4, 5] } })?.next).toBe('Set "unit" to "pF".');
    expect(errorOf({ dt: 0.2 })).toMatchObject({
      code: "SL_NETWORK_SHAPE",
      next: 'Write it with its unit, such as "0.2 ms".',
    });
    expect(errorOf({ name: 5 })?.next).toBe("Write a text.");
    expect(errorOf({ projections: [{ ...toItself, weight: 3 }] })?.next).toBe(
      'Write it with its unit, such as "3 mV".',
    );
  });

  it("with a wrong unit is answered with both in words", () => {
    expect(ofParameters({ tau_m: "10 mV" })).toMatchObject({
      expected: "a time, such as ms",
      got: '"10 mV", a voltage',
      next: "Write it in units of ms.",
    });
    expect(errorOf({ dt: "1 mV" })?.expected).toBe("a time, such as ms");
  });
});

describe("an unknown name", () => {
  it("of a connector, a convention or a population is listed with the known ones", () => {
    expect(ofConnector({ kind: "fancy" })).toMatchObject({
      message: expect.stringContaining('There is no connector with the name "fancy".'),
      expected: `one of ${connectors.map(({ name }) => name).join(", ")}`,
      next: "Choose one of them, or load the plugin that contains it: --plugin NAME, or add it to the stack.",
    });
    expect(errorOf({ convention: "brian3" })).toMatchObject({
      expected: "nest, brian2, neuron, nengo, frameworks, or a record of the rules",
      next: 'Did you mean "brian2"?',
    });
    const record = [{ population: "B", variables: ["v"] }];
    expect(errorOf({ record })?.expected).toBe("one of A");
  });

  it("of another simulator is translated", () => {
    expect(errorOf({ populations: { A: { model: "iaf_cond_exp", size: 1 } } })?.next).toBe(
      "NEST's iaf_cond_exp is lif-cond-exp here.",
    );
    expect(ofParameters({ V_th: "20 mV" })?.next).toBe("NEST's V_th is v_threshold here.");
    expect(ofParameters({ v_thresh: "20 mV" })?.next).toBe("PyNN's v_thresh is v_threshold here.");
    expect(ofConnector({ kind: "pairwise_bernoulli", p: 1 })?.next).toBe(
      "NEST's pairwise_bernoulli is fixed-probability here.",
    );
    expect(ofConnector({ kind: "FixedProbabilityConnector" })?.next).toContain("PyNN's");
    expect(errorOf({ populations: { A: { model: "PoissonGroup", size: 1 } } })?.next).toBe(
      "Brian2's PoissonGroup is poisson here.",
    );
    const stimuli = [{ kind: "poisson_generator", into: "A" }];
    expect(errorOf({ stimuli })?.next).toBe("NEST's poisson_generator is poisson here.");
    const timed = { stimuli: [{ kind: "TimedArray", into: "A" }] };
    expect(errorOf(timed)?.next).toBe("Brian2's TimedArray is time-array here.");
  });

  it("is translated only to existing names", () => {
    expect(foreignName("tau_syn_ex", ["tau_syn"])).toBeUndefined();
    expect(foreignName("stdp_synapse", ["stdp-nest"])).toBe(
      "NEST's stdp_synapse is stdp-nest here.",
    );
    expect(foreignName("toString", ["toString"])).toBeUndefined();
  });

  it.each(
    Object.values(foreignNames)
      .flatMap((table) => Object.values(table))
      .filter((name) => name.includes("-")),
  )("is translated to %s, which there is", (name) => {
    const isModel = ["neurons", "synapses", "plasticity"].some((folder) =>
      existsSync(new URL(`../../../plugins/${folder}/src/${name}.ts`, import.meta.url)),
    );
    const isConnector = connectors.some((known) => known.name === name);
    const isStimulus = name === "time-array";
    expect(isConnector || isModel || isStimulus).toBe(true);
  });

  it("of a model of another kind is not unknown", () => {
    const synapse = { kind: "synapse", contract: 1, name: "s", about: "Nothing.", parameters: {} };
    const populations = { A: { model: "s", size: 1 } };
    expect(errorOf({ models: { s: synapse }, populations })).toMatchObject({
      code: "SL_VALUE",
      expected: "neuron",
      got: '"synapse"',
    });
  });
});

describe("a probability", () => {
  it("above 1 is taken for a percentage", () => {
    const next = "Write it as a fraction: 10 % is 0.1.";
    expect(ofConnector({ kind: "fixed-probability", p: 10 })?.next).toBe(next);
    expect(ofConnector({ kind: "fixed-probability", p: -1 })?.next).not.toContain("formula");
  });

  it("of a formula can be bounded", () => {
    expect(ofConnector({ kind: "index-probability", p: "2" })).toMatchObject({
      got: "2 from source 0 to target 0",
      next: "Bound the formula with clip(..., 0, 1).",
    });
  });
});

describe("a text that is no JSON", () => {
  it.each([
    ['{\n  "format": "spikeloom-network,\n  "version": 1\n}', "quote", 2],
    ['{\n  "format": "spikeloom-network"\n  "version": 1\n}', "comma", 3],
  ])("reports what is missing: %j", (text, missing, line) => {
    const error = thrown(text);
    expect(error?.next).toContain(missing);
    expect(error?.next).not.toContain("complete");
    expect(error?.place).toBe(`network line ${line}`);
  });

  it.each<[string, string | Uint8Array, object]>([
    ["an empty file", "", { expected: "a JSON text", got: "an empty file" }],
    ["blanks", " \n\n", { got: "only blanks and line breaks" }],
    ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x7b, 0), { expected: "UTF-8", got: /UTF-16/ }],
    ["Latin-1", Uint8Array.of(0x22, 0xc9, 0x22), { got: /bytes that begin with 22 c9 22/ }],
    ["NaN", '{"seed": NaN}', { got: "NaN", expected: "a finite number, or null" }],
    ["a surplus comma", '{"seed": 1,}', { got: /.+/ }],
    ["a cut", '{"seed": ', { got: "the end of the file" }],
    ["depth", "[".repeat(2000), { expected: "at most 64 levels of brackets", got: "2000" }],
  ])("is refused with what was expected, what was found and what to do: %s", (_, given, parts) => {
    const { place, expected, got, next } = thrown(given) ?? {};
    expect(next).toMatch(/\.$/);
    expect(place).toMatch(/^network/);
    for (const [name, wanted] of Object.entries(parts)) {
      const found = name === "got" ? got : expected;
      expect(found).toMatch(wanted instanceof RegExp ? wanted : new RegExp(`^${wanted}$`));
    }
  });

  it("may be cut off", () => {
    expect(thrown('{ "format": ')?.next).toBe("Check that the file is complete.");
  });
});

function thrown(text: string | Uint8Array): SpikeLoomError | undefined {
  try {
    readNetwork(text);
    return undefined;
  } catch (error) {
    return error as SpikeLoomError;
  }
}

it.each([
  ["tau_m", ["c_m", "g_l", "tau_w"], "This model has c_m and g_l instead: tau_m = c_m / g_l."],
  ["g_l", ["tau_m", "r_m"], "This model has r_m instead: g_l = 1 / r_m."],
  ["c_m", ["tau_m", "r_m"], "This model has tau_m and r_m instead: c_m = tau_m / r_m."],
  ["tau_x", ["c_m", "g_l", "tau_w"], 'Did you mean "tau_w"?'],
])("proposes the variables of a model in place of %s", (name, known, expected) => {
  expect(adviseName(name, known, "Choose one.")).toBe(expected);
});
