import { defineSynapse } from "@spikeloom/kernel";
import {
  allToAll,
  booleanMatrix,
  checkNetwork,
  completeNetwork,
  conventions,
  distanceProbability,
  fixedIndegree,
  fixedOutdegree,
  fixedProbability,
  fixedTotal,
  formulaInput,
  indexProbability,
  network,
  noiseInput,
  oneToOne,
  pairList,
  poissonInput,
  population,
  projection,
  readNetwork,
  record,
  recordSynapses,
  resolveConvention,
  sineInput,
  smallWorld,
  stepInput,
  synapseVariables,
  timeArrayInput,
  writeNetwork,
} from "@spikeloom/network";
import { describe, expect, expectTypeOf, it } from "vitest";
import { valid } from "./fixtures.ts";
import { gap, lifCurrExp, lifDelta, stack } from "./models.ts";

describe("network, population, projection", () => {
  it("creates the same data as the file of the same network", () => {
    const v = { draw: "uniform", low: "0 mV", high: "20 mV" } as const;
    const E = population("lif-delta", 10_000, { initial: { v } });
    const I = population("lif-delta", 2500, { initial: { v } });
    const [exc, inh] = [fixedIndegree({ n: 1000 }), fixedIndegree({ n: 250 })];
    const drive = { rate: "20 Hz", count: 1000, weight: "0.1 mV" };
    const made = network({
      ...valid("brunel"),
      populations: { E, I },
      projections: [
        projection(E, E, { connector: exc, weight: "0.1 mV", delay: "1.5 ms" }),
        projection(E, I, { connector: exc, weight: "0.1 mV", delay: "1.5 ms" }),
        projection(I, E, { connector: inh, weight: "-0.5 mV", delay: "1.5 ms" }),
        projection(I, "I", { connector: inh, weight: "-0.5 mV", delay: "1.5 ms" }),
      ],
      stimuli: [poissonInput(E, drive), poissonInput("I", drive)],
      record: [record(E, ["spikes"], { neurons: { until: 1000 } })],
    });
    expect(made).toEqual(valid("brunel"));
  });

  it("accepts callable and configured models and returns plain data", () => {
    const A = population(lifDelta({ tau_m: "10 ms" }), 2, { parameters: { v_rest: "1 mV" } });
    const B = population(lifDelta, 3);
    expect(A.parameters).toEqual({ tau_m: "10 ms", v_rest: "1 mV" });
    const connector = allToAll();
    const made = network({
      populations: { A, B },
      projections: [projection(A, B, { connector, weight: "1 nS", synapse: gap })],
    });
    expect(checkNetwork(made, { stack })).toEqual([]);
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    expect(readNetwork(writeNetwork(made), { stack })).toEqual(made);
  });

  it("accepts variants of variants, in builders and in plain networks", () => {
    const slow = lifDelta({ tau_m: "40 ms", v_rest: "1 mV" });
    const values = { values: Float64Array.of(1, 2), unit: "mV" };
    const A = population(slow({ v_rest: values }), 2, { parameters: { v_reset: "5 mV" } });
    expect(A.parameters).toEqual({ tau_m: "40 ms", v_rest: values, v_reset: "5 mV" });
    expect(A.model).toEqual({ ...lifDelta });
    const weighted = defineSynapse({
      name: "weighted",
      about: "Scales a weight.",
      parameters: { scale: { default: 1, about: "factor" } },
      deliver: "scale * weight",
    });
    const connector = allToAll();
    const half = weighted({ scale: 0.25 })({ scale: 0.5 });
    const made = network({
      populations: { A },
      projections: [projection(A, A, { connector, weight: "1 mV", synapse: half })],
    });
    expect(made.projections?.[0]?.synapse).toEqual({
      model: { ...weighted },
      parameters: { scale: 0.5 },
    });
    expect(structuredClone(made)).toEqual(made);
    // Lists of an unchanged variant in a network are matched with synapses and written as lists.
    const listed = half({ scale: { values: Float64Array.of(1, 2, 3, 4) } });
    const plain = {
      ...made,
      populations: { A: { model: slow({ v_rest: values }), size: 2 } },
      projections: [{ from: "A", to: "A", connector, weight: "1 mV", synapse: listed }],
    };
    expect(checkNetwork(plain, { stack })).toEqual([]);
    const complete = completeNetwork(plain, stack);
    expect(structuredClone(complete)).toEqual(complete);
    expect(complete.populations["A"]?.parameters).toMatchObject({ tau_m: "40 ms", v_rest: values });
    const read = readNetwork(writeNetwork(plain), { stack });
    expect(completeNetwork(read, stack).projections[0]?.synapse).toMatchObject({
      parameters: { scale: { values: [1, 2, 3, 4] } },
    });
  });

  it("fails where the user erred", () => {
    for (const size of [-1, 0, 1.5, Number.NaN, 2 ** 32]) {
      expect(() => population(lifDelta, size)).toThrow("SL_SIZE");
    }
    const A = population(lifDelta, 2);
    const stranger = population(lifDelta, 2);
    expect(() => network({ populations: { A, B: A } })).toThrow("SL_POPULATION_NAME");
    expect(() => network({ populations: { A }, record: [record(stranger)] })).toThrow(
      "SL_UNKNOWN_POPULATION at record[0].population",
    );
    expect(() => network({ populations: { Alpha: A }, record: [record("Alfa")] })).toThrow(
      'Did you mean "Alpha"?',
    );
    expect(() => fixedIndegree({ n: -1 })).toThrow("SL_CONNECTOR_OPTION");
    expect(() => fixedProbability({ p: 1.5 })).toThrow("SL_PROBABILITY");
  });

  it("knows the parameters of the model in its types", () => {
    expectTypeOf(population<typeof lifDelta.parameters>)
      .parameter(2)
      .toExtend<{ readonly parameters?: { readonly tau_m?: unknown } } | undefined>();
    // @ts-expect-error a misspelt parameter
    population(lifDelta, 1, { parameters: { tau_n: "10 ms" } });
    // @ts-expect-error a voltage for a time
    population(lifDelta, 1, { parameters: { tau_m: "10 mV" } });
    // @ts-expect-error a voltage for a time, of a variant
    population(lifDelta({ tau_m: "5 ms" })({ tau_m: "10 mV" }), 1);
  });

  it("has a function for each connector and each stimulus, which the checks accept", () => {
    const A = population(lifCurrExp, 4, { positions: { layout: "grid", shape: [4] } });
    const connectors = [
      allToAll({ autapses: false }),
      oneToOne(),
      fixedProbability({ p: 0.5 }),
      fixedIndegree({ n: 2, multapses: false }),
      fixedOutdegree({ n: 2 }),
      fixedTotal({ n: 5 }),
      pairList([[0, 1]]),
      booleanMatrix(Array.from({ length: 4 }, () => [true, false, 1, 0])),
      distanceProbability({ p: "clip(1 - d / (3*um), 0, 1)" }),
      indexProbability({ p: "i / N_pre" }),
      smallWorld({ degree: 2, rewiring: 0.5 }),
    ];
    const made = network({
      populations: { A },
      projections: connectors.map((connector) =>
        projection(A, A, { connector, receptor: "excitatory", weight: "1 nA" }),
      ),
      stimuli: [
        poissonInput(A, { receptor: "inhibitory", rate: "5 Hz", weight: "-1 nA" }),
        formulaInput(A, { value: "1*nA * sin(t / ms)" }),
        stepInput(A, { times: ["1 ms"], values: ["1 nA"] }),
        timeArrayInput(A, { values: ["1 nA", "2 nA"], every: "1 ms" }),
        sineInput(A, { amplitude: "1 nA", frequency: "5 Hz" }),
        noiseInput(A, { mean: "0 nA", sd: "1 nA" }),
      ],
      record: [record(A, ["spikes", "v"])],
    });
    expect(checkNetwork(made, { stack })).toEqual([]);
  });
});

describe("recordSynapses", () => {
  it("names a projection, and preserves its other fields", () => {
    expect(recordSynapses("A->B", { every: "1 s", onChange: true })).toEqual({
      projection: "A->B",
      every: "1 s",
      onChange: true,
    });
    const A = population(lifDelta, 3);
    const made = network({
      populations: { A },
      projections: [projection(A, A, { connector: allToAll(), weight: "1 mV" })],
      recordSynapses: [recordSynapses("A->A")],
    });
    expect(checkNetwork(made, { stack })).toEqual([]);
    expect([...synapseVariables(made, 0, stack)]).toEqual([["weight", "mV"]]);
  });

  it("has per-synapse state, but not the shared state of one source", () => {
    const A = population(lifDelta, 3);
    const made = (per: "synapse" | "source") => {
      const synapse = defineSynapse({
        name: "counting",
        about: "Counts spikes.",
        parameters: {},
        per,
        state: { n: { initial: 0, unit: "1", about: "spikes so far" } },
        on: { pre: { n: "n + 1" } },
      });
      return network({
        populations: { A },
        projections: [projection(A, A, { connector: allToAll(), weight: "1 mV", synapse })],
        recordSynapses: [recordSynapses("A->A", { variables: ["n"] })],
      });
    };
    expect(checkNetwork(made("synapse"), { stack })).toEqual([]);
    const [fault] = checkNetwork(made("source"), { stack });
    expect(fault).toMatchObject({
      code: "SL_UNKNOWN_NAME",
      place: "recordSynapses[0].variables[0]",
    });
  });
});

describe("conventions", () => {
  it("contains the four by name, with nest as default", () => {
    const names = conventions.map(({ name }) => name);
    expect(names).toEqual(["nest", "brian2", "neuron", "nengo", "frameworks"]);
    expect(resolveConvention()).toBe(resolveConvention("nest"));
    for (const convention of conventions) expect(resolveConvention(convention)).toBe(convention);
  });

  it("differs where differences between the simulators were observed", () => {
    const switches = conventions.map(({ order, spikeStamp, threshold, refractory, delay }) => [
      order.join(" "),
      spikeStamp,
      threshold,
      refractory.countOffset,
      delay.least,
    ]);
    expect(switches).toEqual([
      ["integrate arrive threshold reset", "end", "greater-or-equal", 0, 1],
      ["integrate threshold arrive reset", "start", "as-written", -1, 0],
      ["arrive integrate threshold reset", "end", "greater", 0, 0],
      ["arrive integrate threshold reset", "end", "greater", 0, 0],
      ["arrive integrate threshold reset", "end", "as-written", 0, 0],
    ]);
  });

  it("refuses unknown names and impossible orders", () => {
    expect(() => resolveConvention("brain2")).toThrow('Did you mean "brian2"?');
    const nest = resolveConvention("nest");
    for (const order of [
      [],
      ["reset", "threshold", "arrive", "integrate"],
      [...nest.order, "reset"],
    ]) {
      const given = { ...nest, order: order as typeof nest.order };
      expect(() => resolveConvention(given)).toThrow("SL_CONVENTION_ORDER");
    }
  });
});
