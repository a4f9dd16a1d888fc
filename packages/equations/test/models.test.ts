import { readdirSync, readFileSync } from "node:fs";
import {
  defineNeuron,
  type NeuronRecord,
  SpikeLoomError,
  type SynapseRecord,
} from "@spikeloom/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkModelInFull,
  checkNeuronModel,
  checkPlasticityModel,
  checkSynapseModel,
  formatExpression,
  freeNames,
  parseNeuronModel,
  parsePlasticityModel,
  parseSynapseModel,
} from "../src/index.ts";

const folder = new URL("../../../specs/model/", import.meta.url);

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, folder), "utf8")) as T;
}

function read<T>(name: string): T {
  return readJson<T>(`valid/${name}.json`);
}

const validFiles = readdirSync(new URL("valid/", folder));
const expected =
  readJson<Readonly<Record<string, { code: string; place: string }>>>("invalid/expected.json");

function codesOf(record: unknown): readonly string[] {
  return checkModelInFull(record).map(({ code }) => code);
}

describe("models of specs/model", () => {
  it.each(validFiles)("%s has no fault", (file) => {
    expect(checkModelInFull(readJson(`valid/${file}`)).map(({ message }) => message)).toEqual([]);
  });

  it.each(Object.entries(expected))("%s has one fault: %o", (file, { code, place }) => {
    const errors = checkModelInFull(readJson(`invalid/${file}`));
    expect(errors.map((error) => error.code)).toEqual([code]);
    expect(errors[0]?.place?.startsWith(place) || errors[0]?.place?.endsWith(place)).toBe(true);
  });
});

describe("a model that cannot change", () => {
  it("is read once", () => {
    const fixed = defineNeuron(readJson("valid/adex.json"));
    const { model } = fixed();
    expect(checkModelInFull(model)).toEqual([]);
    expect(parseNeuronModel(model)).toBe(parseNeuronModel(model));
    expect(parseNeuronModel(fixed)).toBe(parseNeuronModel(fixed));
    const open = read<NeuronRecord>("adex");
    expect(parseNeuronModel(open)).not.toBe(parseNeuronModel(open));
    expect(parseNeuronModel(open)).toEqual({ ...parseNeuronModel(model), record: open });
  });

  it("is distinguished from one that can, even a function with fields", () => {
    const record = read<NeuronRecord>("adex");
    const fields = Object.entries(record).map(
      ([key, value]) => [key, { value, enumerable: true, writable: true }] as const,
    );
    const changingModel = Object.defineProperties((): void => undefined, {
      ...Object.fromEntries(fields),
      toJSON: { value: () => record },
    });
    for (const open of [record, changingModel]) {
      const changing = Object.freeze(open) as NeuronRecord;
      expect(parseNeuronModel(changing).dynamics.has("w")).toBe(true);
      const { dynamics } = changing as { dynamics: Record<string, string> };
      const before = dynamics["w"] ?? "";
      dynamics["w"] = "x";
      expect(checkNeuronModel(changing).map(({ code }) => code)).toEqual(["SL_NAME_UNKNOWN"]);
      dynamics["w"] = before;
    }
  });
});

describe("a check", () => {
  const lif = read<NeuronRecord>("refractory-held");

  it("reports what a wrong equation yields and what was intended", () => {
    const [error] = checkNeuronModel({ ...lif, dynamics: { v: "(v_rest - v + i_syn) / tau_m" } });
    expect(error?.place).toBe('neuron "refractory-held" dynamics.v, column 13');
    expect(error?.next).toMatch(/^Did you mean r_m \* i_syn\?/);
    const [other] = checkNeuronModel({ ...lif, dynamics: { v: "i_syn / tau_m" } });
    expect(other?.summary).toBe(
      'dv/dt of "refractory-held" needs V/s but its expression yields A/s.',
    );
  });

  it("reports all errors at once, each at its place", () => {
    const errors = checkNeuronModel({
      ...lif,
      dynamics: { v: "v", w: "0" },
      spike: { when: "v", reset: { u: "0" }, refractory: { for: "v_rest" } },
    });
    expect(errors.map(({ code, place }) => [code, place?.split(",")[0]])).toEqual([
      ["SL_DIMENSION", 'neuron "refractory-held" dynamics.v'],
      ["SL_MODEL_TARGET", 'neuron "refractory-held" dynamics.w'],
      ["SL_BOOLEAN", 'neuron "refractory-held" spike.when'],
      ["SL_MODEL_TARGET", 'neuron "refractory-held" spike.reset.u'],
      ["SL_DIMENSION", 'neuron "refractory-held" spike.refractory.for'],
    ]);
  });

  it("reports a wrong declaration once, not at every use", () => {
    const { tau_m, ...others } = lif.parameters;
    const parameters = { ...others, tau_m: { default: "20 mss", about: tau_m?.about ?? "" } };
    expect(codesOf({ ...lif, parameters })).toEqual(["SL_UNKNOWN_UNIT"]);
  });

  it("takes the place from the caller", () => {
    const [error] = checkNeuronModel({ ...lif, dynamics: { v: "x" } }, "models.lif");
    expect(error?.place).toBe("models.lif.dynamics.v, column 1");
  });

  it("refuses a model of another kind", () => {
    for (const check of [checkSynapseModel, checkPlasticityModel]) {
      expect(check(lif as never).map(({ code }) => code)).toEqual(["SL_RECORD_SHAPE"]);
    }
  });

  it("lets a model use one-letter names that are units elsewhere, and the target index as an input", () => {
    const state = { m: { initial: 0, unit: "1", about: "gate" }, ...lif.state };
    const dynamics = { ...lif.dynamics, m: "(1 - m) / tau_m" };
    const inputs = { ...lif.inputs, j: { unit: "1", about: "input" } };
    expect(codesOf({ ...lif, state, dynamics, inputs })).toEqual([]);
  });

  it("lets equations read refractoriness if there is any", () => {
    const dynamics = { v: "(v_rest - v) / tau_m * int(not_refractory)" };
    expect(codesOf({ ...lif, dynamics })).toEqual([]);
    const { refractory: _, ...spike } = lif.spike ?? {};
    expect(codesOf({ ...lif, dynamics, spike })).toEqual(["SL_NAME_UNKNOWN"]);
  });

  it("follows noise through expressions", () => {
    const expressions = {
      kick: { value: "xi * mV * sqrt(ms)", unit: "mV", about: "noise" },
      twice: { value: "2 * kick", unit: "mV", about: "noise" },
    };
    const noisy = { ...lif, expressions, dynamics: { v: "(v_rest - v + twice) / tau_m" } };
    expect(codesOf(noisy)).toEqual([]);
    expect(codesOf({ ...noisy, spike: { when: "v > twice" } })).toEqual(["SL_MODEL_NOISE"]);
  });

  it("needs no recursion for long chains of expressions", () => {
    const chain = Array.from({ length: 2000 }, (_, k) => [
      `x_${k}`,
      { value: k === 0 ? "1" : `x_${k - 1}`, unit: "1", about: "link" },
    ]);
    const codes = codesOf({ ...lif, expressions: Object.fromEntries(chain.toReversed()) });
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes) expect(code).toBe("SL_EXPRESSION_SIZE");
  });
});

describe("the weight of a synapse", () => {
  it("may have any dimension if it is only scaled", () => {
    const record = read<SynapseRecord>("tsodyks-markram");
    expect(parseSynapseModel(record).weightDimension).toBeUndefined();
    expect(parsePlasticityModel(read("stdp-power-law")).weightDimension).toBeUndefined();
  });

  it("has the dimension of the parameter that it is compared with", () => {
    const ampere = [0, 0, 0, 1, 0, 0, 0];
    expect(parsePlasticityModel(read("stdp-pair")).weightDimension).toEqual(ampere);
  });

  it("has the dimension that is stated", () => {
    const siemens = [-1, -2, 3, 2, 0, 0, 0];
    expect(parseSynapseModel(read("nmda")).weightDimension).toEqual(siemens);
  });
});

describe("the typed form", () => {
  it("has values in the internal system and no units in expressions", () => {
    const model = parseNeuronModel(read("hodgkin-huxley"));
    // Internal density of capacitance: pF/um^2, so 1 uF/cm^2 is 0.01.
    expect(model.parameters.get("c_m")).toMatchObject({ defaultValue: 0.01, min: 0 });
    expect(model.parameters.get("c_m")?.exclusive).toBe(true);
    expect(model.state.get("v")?.initial).toEqual({ kind: "number", value: -65 });
    const alpha = model.expressions.get("alpha_m")?.value;
    expect(alpha && formatExpression(alpha)).toBe("1 / exprel(-(v + 40 * 1) / (10 * 1)) / 1");
    expect(model.spike).toMatchObject({ edge: "rising", refractory: undefined });
  });

  it("orders expressions by their dependencies", () => {
    const { expressions } = parseNeuronModel(read("pinsky-rinzel"));
    const names = [...expressions.keys()];
    for (const [name, { value }] of expressions) {
      for (const part of freeNames(value)) {
        if (!expressions.has(part)) continue;
        expect(names.indexOf(part), `${name} reads ${part}`).toBeLessThan(names.indexOf(name));
      }
    }
  });

  it("preserves every name that is not a unit", () => {
    for (const file of validFiles) {
      const record = readJson<NeuronRecord>(`valid/${file}`);
      if (record.kind !== "neuron") continue;
      const model = parseNeuronModel(record);
      const known = new Set([
        ...model.parameters.keys(),
        ...model.state.keys(),
        ...model.inputs.keys(),
        ...model.expressions.keys(),
        ...["t", "dt", "pi", "e", "xi_own", "xi_common"],
      ]);
      for (const value of [
        ...model.dynamics.values(),
        ...model.step.flatMap((g) => [...g.values()]),
      ])
        for (const name of freeNames(value)) expect(known, `${file}: ${name}`).toContain(name);
    }
  });

  it("supports draws of intervals, whose names are free for parameters", () => {
    const source = read<NeuronRecord>("source-renewal");
    const alpha = { gamma: { default: 2, about: "shape" }, ...source.parameters };
    const withInterval = (interval: string): NeuronRecord => ({
      ...source,
      parameters: alpha,
      source: { process: "renewal", interval },
    });
    expect(codesOf(withInterval("gamma(gamma) / rate_mean"))).toEqual([]);
    expect(codesOf(withInterval("tau_refrac + exponential(1 / rate_mean)"))).toEqual([]);
    expect(codesOf(withInterval("gamma(tau_refrac)"))).toEqual(["SL_DIMENSION"]);
    expect(codesOf(withInterval("age + tau_refrac * gamma_above(2, t / tau_refrac)"))).toEqual([]);
    expect(codesOf(withInterval("where(age < 2, tau_refrac, t)"))).toEqual(["SL_DIMENSION"]);
  });

  it("has widths, pinned steps and sources", () => {
    const chip = parseNeuronModel(read("loihi-cuba-lif"));
    expect(chip.state.get("u")?.width).toEqual({ bits: 24, signed: true, overflow: "wrap" });
    expect(chip.integrator).toEqual({ name: undefined, subSteps: 1, dt: 1 });
    expect(chip.step).toHaveLength(2);
    expect(parseNeuronModel(read("source-times")).source).toEqual({
      process: "times",
      times: "times",
    });
    expect(parseNeuronModel(read("noisy-lif")).state.get("drift")?.shared).toBe(true);
  });

  it("throws all errors as one that carries the others", () => {
    const lif = read<NeuronRecord>("refractory-held");
    const broken = { ...lif, dynamics: { v: "x" }, spike: { when: "y" } };
    let thrown: unknown;
    try {
      parseNeuronModel(broken);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SpikeLoomError);
    expect((thrown as SpikeLoomError).others).toHaveLength(1);
  });
});

describe("hostile input", () => {
  it("gives only coded errors", () => {
    const checks = [checkModelInFull, checkNeuronModel, checkSynapseModel, checkPlasticityModel];
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...checks), (value, check) => {
        for (const error of check(value as never)) expect(error).toBeInstanceOf(SpikeLoomError);
      }),
    );
  });

  const models = validFiles.map((file) => readJson<unknown>(`valid/${file}`));
  const names = ["constructor", "__proto__", "toString", "weight", "t", "v", "xi", "j"];
  const texts = fc.oneof(
    fc.string(),
    fc.constantFrom(...names, "0", "1e999 mV", "1/0", "-", "20 ms", "1e400", "v**v", "((((", "xi"),
    fc.jsonValue(),
  );

  it("in place of any part of a model gives only coded errors", () => {
    fc.assert(
      fc.property(fc.constantFrom(...models), fc.nat(), texts, (model, at, by) => {
        for (const error of checkModelInFull(replacePart(model, at, by))) {
          expect(error).toBeInstanceOf(SpikeLoomError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("as the name of any part of a model gives only coded errors", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...models),
        fc.nat(),
        fc.constantFrom(...names),
        (model, at, by) => {
          for (const error of checkModelInFull(renamePart(model, at, by))) {
            expect(error).toBeInstanceOf(SpikeLoomError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

function pathsOf(model: unknown): readonly (readonly string[])[] {
  const paths: string[][] = [];
  const walk = (value: unknown, path: string[]): void => {
    paths.push(path);
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
  };
  walk(model, []);
  return paths;
}

function replacePart(model: unknown, at: number, by: unknown): unknown {
  const paths = pathsOf(model);
  const path = paths[at % paths.length] ?? [];
  const last = path.at(-1);
  if (last === undefined) return by;
  const copy: unknown = structuredClone(model);
  parentOf(copy, path)[last] = by;
  return copy;
}

function renamePart(model: unknown, at: number, by: string): unknown {
  const paths = pathsOf(model);
  const path = paths[at % paths.length] ?? [];
  const last = path.at(-1);
  if (last === undefined) return by;
  const copy: unknown = structuredClone(model);
  const parent = parentOf(copy, path);
  // Defined, not assigned: `__proto__` must become a field as it does in a file.
  const descriptor = { value: parent[last], enumerable: true, writable: true, configurable: true };
  delete parent[last];
  Object.defineProperty(parent, by, descriptor);
  return copy;
}

function parentOf(model: unknown, path: readonly string[]): Record<string, unknown> {
  let inner = model as Record<string, unknown>;
  for (const key of path.slice(0, -1)) inner = inner[key] as Record<string, unknown>;
  return inner;
}
