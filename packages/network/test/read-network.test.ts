import { readFileSync } from "node:fs";
import { type NetworkRecord, SpikeLoomError } from "@spikeloom/kernel";
import {
  checkNetwork,
  checkShape,
  completeNetwork,
  network as defineNetwork,
  indexBuffer,
  planProjection,
  population,
  readNetwork,
  resolvePopulation,
  writeNetwork,
} from "@spikeloom/network";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parts } from "../src/read/fields.ts";
import { expected, invalidFixtures, valid, validFixtures } from "./fixtures.ts";
import { functions } from "./functions.ts";
import { lifDelta, stack } from "./models.ts";

/** Run a function; its error must be a coded error with place and values. */
function codedError(run: () => unknown): SpikeLoomError | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    expect(error.code).toMatch(/^SL_[A-Z0-9_]+$/);
    expect(error.message.length).toBeLessThan(4000);
    return error;
  }
}

describe("specs/network", () => {
  it.each(validFixtures)("$file is sound", ({ text }) => {
    expect(codedError(() => readNetwork(text, { stack }))).toBeUndefined();
  });

  it.each(invalidFixtures)("$file has one error at its place", ({ file, network }) => {
    const errors = checkNetwork(network, { stack });
    expect(errors.map(({ code, place }) => ({ code, place }))).toEqual([expected[file]]);
  });

  it("has an entry for each invalid file and no other", () => {
    expect(Object.keys(expected).sort()).toEqual(invalidFixtures.map(({ file }) => file).sort());
  });
});

describe("checkNetwork of data that no file can contain", () => {
  const least = valid("least");
  const A = { model: "lif-delta", size: 1 };

  it.each([
    ["SL_VALUE_NUMBER", "parameters.tau_m", { ...A, parameters: { tau_m: Number.NaN } }],
    ["SL_SIZE", "size", { ...A, size: Number.NaN }],
    [
      "SL_VALUE_NUMBER",
      "initial.v.values[0]",
      { ...A, initial: { v: { values: [Number.NaN], unit: "mV" } } },
    ],
  ])("gives %s for NaN in %s", (code, place, population) => {
    const errors = checkNetwork({ ...least, populations: { A: population } }, { stack });
    expect(errors.map((error) => [error.code, error.place])).toEqual([
      [code, `populations.A.${place}`],
    ]);
  });

  it("refuses an invalid seed", () => {
    for (const seed of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(checkNetwork({ ...least, seed }, { stack }).map(({ code }) => code)).toEqual([
        "SL_SEED",
      ]);
    }
  });

  it("accepts callable models", () => {
    const network = { ...least, populations: { A: { model: lifDelta, size: 1 } } };
    expect(checkNetwork(network, { stack })).toEqual([]);
    expect(typeof completeNetwork(network, stack).populations["A"]?.model).toBe("object");
  });
});

describe("readNetwork", () => {
  const text = (value: unknown): string => JSON.stringify(value);

  it("finds all errors of a file at once, each with the file's name", () => {
    const bad = {
      ...valid("brunel"),
      dt: "0 ms",
      record: [{ population: "Q", variables: ["spikes"] }],
      populations: { E: { model: "lif-delta", size: -1 }, I: { model: "lif-detla", size: 1 } },
    };
    const error = codedError(() => readNetwork(text(bad), { stack, place: "bad.json" }));
    const all = [error, ...(error?.others ?? [])];
    const codes = all.map((one) => one?.code);
    for (const code of ["SL_TIME", "SL_SIZE", "SL_UNKNOWN_PLUGIN", "SL_UNKNOWN_POPULATION"]) {
      expect(codes).toContain(code);
    }
    expect(all.every((one) => one?.place?.startsWith("bad.json: "))).toBe(true);
  });

  it.each([
    ["NaN", '{\n "dt": "NaN Infinity",\n "a": NaN }', "x.json line 3", "JSON has no NaN"],
    ["Infinity", '{\n "a": -Infinity }', "x.json line 2", "JSON has no Infinity"],
    ["a token without a position", '{\n\n "a": oops\n}', "x.json line 3", "Unexpected token"],
  ])("names the line of %s", (_, written, place, problem) => {
    const error = codedError(() => readNetwork(written, { place: "x.json" }));
    expect(error).toMatchObject({ code: "SL_JSON_SYNTAX", place });
    expect(error?.message).toContain(problem);
  });

  it("names the line of a truncated file", () => {
    const whole = writeNetwork(valid("brunel"));
    const error = codedError(() => readNetwork(whole.slice(0, -20), { place: "cut.json" }));
    expect(error?.code).toBe("SL_JSON_SYNTAX");
    expect(error?.place).toMatch(/^cut\.json/);
  });

  it("refuses any part of a file", () => {
    const whole = writeNetwork(valid("values"));
    fc.assert(
      fc.property(fc.nat(whole.length - 3), (end) => {
        const error = codedError(() => readNetwork(whole.slice(0, end), { stack }));
        expect(error?.code).toBe("SL_JSON_SYNTAX");
      }),
    );
  });

  it("bounds size and depth before it parses", () => {
    const deep = `${"[".repeat(1e6)}${"]".repeat(1e6)}`;
    expect(codedError(() => readNetwork(deep))?.code).toBe("SL_JSON_BOUNDS");
    const bounds = { size: 100, depth: 10 };
    const long = `"${"x".repeat(101)}"`;
    expect(codedError(() => readNetwork(long, { bounds }))?.code).toBe("SL_JSON_BOUNDS");
    // Brackets inside a text do not count as depth.
    const flat = text(`${"[".repeat(90)}"\\`);
    expect(codedError(() => readNetwork(flat, { bounds }))?.code).toBe("SL_NETWORK_SHAPE");
  });

  it("reads UTF-8 bytes and refuses others", () => {
    const whole = writeNetwork({ ...valid("least"), about: "µ ≥ 1" });
    expect(readNetwork(new TextEncoder().encode(whole))).toEqual(JSON.parse(whole));
    expect(codedError(() => readNetwork(Uint8Array.of(0xff)))?.code).toBe("SL_JSON_SYNTAX");
  });

  it("gives a network or coded errors for any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        codedError(() => readNetwork(text(value), { stack }));
        const parts = { format: "spikeloom-network", version: 1, populations: value };
        codedError(() => readNetwork(text(parts), { stack }));
      }),
      { numRuns: 300 },
    );
  });

  it("gives a network or coded errors for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (anything) => {
        expect(codedError(() => readNetwork(anything, { stack }))).toBeDefined();
      }),
    );
  });

  it("gives a network or coded errors for mutated networks, and valid ones can be completed", () => {
    const wrong = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.double(),
      fc.constantFrom(-1, 0, 1e9, "lif-delta", "A", "1 mV", "-1 ms", "0.1 ms", "1e400 s", "i", ""),
      fc.constantFrom({ formula: "i / 0" }, { formula: "exp(" }, { draw: "normal" }, { file: "f" }),
      fc.constantFrom("nan ms", "inf ms", "__proto__", "constructor", { values: [1], unit: "nA" }),
    );
    const site = fc.record({
      fixture: fc.constantFrom(...validFixtures),
      where: fc.array(fc.nat(), { minLength: 1, maxLength: 7 }),
      value: wrong,
      remove: fc.boolean(),
    });
    fc.assert(
      fc.property(site, ({ fixture, where, value, remove }) => {
        const copy: unknown = JSON.parse(fixture.text);
        mutate(copy, where, remove ? undefined : value);
        const error = codedError(() => {
          const read = readNetwork(text(copy), { stack });
          completeNetwork(read, stack);
          drawEverything(read);
        });
        for (const other of error?.others ?? []) expect(other.code).toMatch(/^SL_/);
      }),
      { numRuns: 1500 },
    );
  });
});

/** Resolve and draw a network unless it is large. */
function drawEverything(network: NetworkRecord): void {
  const sizes = Object.values(network.populations).map(({ size }) => size);
  if (sizes.some((size) => size > 100)) return;
  const options = { stack, seed: 1, functions, load: () => [] };
  for (const name of Object.keys(network.populations)) resolvePopulation(network, name, options);
  for (const index of (network.projections ?? []).keys()) {
    const { plan, weight, delay, sources, targets } = planProjection(network, index, options);
    if (plan.expected > 100_000) continue;
    const partners = indexBuffer();
    for (let k = 0; k < (plan.by === "target" ? targets : sources).size; k++) {
      partners.clear();
      plan.partners(k, partners);
      const row = { index: k, partners: partners.view() };
      weight.fill?.(row, new Float64Array(partners.length));
      delay.fill?.(row, new Float64Array(partners.length));
    }
  }
}

/** Follow a path of numbers, each modulo the number of fields, and replace the value there. */
function mutate(root: unknown, where: readonly number[], value: unknown): void {
  let at = root as Record<string, unknown>;
  for (const [depth, number] of where.entries()) {
    const keys = Object.keys(at);
    const key = keys[number % Math.max(1, keys.length)];
    if (key === undefined) return;
    const inner = at[key];
    const last = depth === where.length - 1 || typeof inner !== "object" || inner === null;
    if (!last) {
      at = inner as Record<string, unknown>;
      continue;
    }
    if (value === undefined) delete at[key];
    else at[key] = value;
    return;
  }
}

describe("writeNetwork", () => {
  it.each(validFixtures)("reads back equal: $file", ({ network }) => {
    const text = writeNetwork(network);
    const back = readNetwork(text);
    expect(back).toEqual(network);
    expect(writeNetwork(back)).toBe(text);
  });

  it("reads back any numbers and names unchanged", () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_ .+-]{0,20}$/);
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const values = fc.oneof(
      number,
      fc.string(),
      fc.array(number),
      fc.record({ values: fc.array(number), unit: fc.string() }),
      fc.record({ formula: fc.string({ unit: "binary" }) }),
    );
    const any = fc.record({
      model: fc.string(),
      size: number,
      initial: fc.dictionary(fc.constant("v"), values),
    });
    fc.assert(
      fc.property(fc.dictionary(name, any), fc.string(), (populations, about) => {
        const written: NetworkRecord = {
          format: "spikeloom-network",
          version: 1,
          about,
          populations,
        };
        expect(checkShape(written)).toEqual([]);
        expect(readNetwork(writeNetwork(written))).toEqual(written);
      }),
    );
  });

  it("writes typed arrays as lists, callable models as records, and refuses NaN", () => {
    const values = Float64Array.of(1, 2);
    const A = population(lifDelta, 2, { initial: { v: { values, unit: "mV" } } });
    const back = readNetwork(writeNetwork(defineNetwork({ populations: { A } })), { stack });
    expect(back.populations["A"]?.initial).toEqual({ v: { values: [1, 2], unit: "mV" } });
    expect(back.populations["A"]?.model).toMatchObject({ kind: "neuron", name: "lif-delta" });
    const bad = { ...valid("least"), seed: Number.NaN };
    expect(codedError(() => writeNetwork(bad))?.code).toBe("SL_VALUE_NUMBER");
  });
});

describe("completeNetwork", () => {
  it.each(validFixtures)("writes out every default and stays valid: $file", ({ network }) => {
    const complete = completeNetwork(network, stack);
    expect(checkNetwork(complete, { stack })).toEqual([]);
    expect(completeNetwork(complete, stack)).toEqual(complete);
    for (const { model, parameters } of Object.values(complete.populations)) {
      expect(typeof model).not.toBe("string");
      const record = typeof model === "object" && "parameters" in model ? model.parameters : {};
      expect(Object.keys(parameters ?? {})).toEqual(Object.keys(record));
    }
    for (const projection of complete.projections) {
      expect(projection).toMatchObject({ name: expect.any(String), receptor: expect.any(String) });
      expect(projection.delay).toBeDefined();
    }
  });

  it("survives writing and reading without the models of a stack", () => {
    const complete = completeNetwork(valid("brunel"), stack);
    expect(readNetwork(writeNetwork(complete), { stack })).toEqual(
      JSON.parse(JSON.stringify(complete)),
    );
  });

  it("writes out the convention, the step and the names", () => {
    const complete = completeNetwork(valid("brunel"), stack);
    expect(complete.convention).toMatchObject({ name: "nest", spikeStamp: "end" });
    expect(complete.projections.map(({ name }) => name)).toEqual(["E->E", "E->I", "I->E", "I->I"]);
    expect(completeNetwork(valid("least"), stack)).toMatchObject({ dt: "0.1 ms", seed: 0 });
  });
});

describe("the schema", () => {
  interface Schema {
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly additionalProperties?: unknown;
    readonly $defs?: Readonly<Record<string, Schema>>;
  }
  const file = new URL("../../../specs/network/1/network.schema.json", import.meta.url);
  const schema = JSON.parse(readFileSync(file, "utf8")) as Schema;

  it("proposes the right field for a misspelt one wherever fields are fixed", () => {
    const base = valid("stimuli");
    const bad = {
      ...base,
      populatins: {},
      projections: [{ ...valid("space").projections?.[0], dely: "1 ms" }],
      space: { dimensions: 1, peridic: [null] },
      stimuli: (base.stimuli ?? []).map((stimulus) => ({ ...stimulus, neuron: {} })),
      record: [{ ...base.record?.[0], evry: "1 ms", neurons: { untl: 3 } }],
    };
    const nexts = checkShape(bad).map(({ next }) => next);
    const count = base.stimuli?.length ?? 0;
    expect(nexts.filter((next) => next === 'Did you mean "neurons"?')).toHaveLength(count);
    for (const field of ["populations", "delay", "periodic", "every", "until"]) {
      expect(nexts).toContain(`Did you mean "${field}"?`);
    }
  });

  it("has the fields that are offered", () => {
    const { conventionRecord, ...defs } = schema.$defs ?? {};
    const records: Readonly<Record<string, Schema>> = {
      ...defs,
      network: schema,
      ...(conventionRecord && { conventionRecord }),
      ...(conventionRecord?.properties as Readonly<Record<string, Schema>>),
    };
    const closed = Object.entries(records).filter(
      ([, part]) => part.properties !== undefined && part.additionalProperties === false,
    );
    for (const [name, part] of closed) {
      const offered = (parts[name] ?? "").split(" ").map((field) => field.split(":")[0]);
      expect([name, offered.sort()]).toEqual([name, Object.keys(part.properties ?? {}).sort()]);
    }
    expect(closed.length).toBeGreaterThan(20);
  });

  it("closes every record except those of models and of connectors' options", () => {
    const open = Object.entries(schema.$defs ?? {}).filter(
      ([, part]) => part.properties !== undefined && part.additionalProperties !== false,
    );
    // Records in several forms are closed in the form that applies.
    expect(open.map(([name]) => name).sort()).toEqual(["connector", "positions", "stimulus"]);
  });
});
