import { parseExpression } from "@spikeloom/equations";
import { definePlasticity, type PlasticityRecord } from "@spikeloom/kernel";
import type { ValueProgram } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { together } from "../../../../tools/test/conventions.ts";
import { lowerSynapse } from "../../src/index.ts";
import { keyDraws } from "../../src/synapses/draw-keys.ts";
import { lowerGrowth, structureSteps } from "../../src/synapses/growth.ts";
import type { StructureProgram } from "../../src/synapses/synapse-program.ts";

const rule = (parts: Partial<PlasticityRecord>): PlasticityRecord =>
  definePlasticity({
    name: "rewires",
    about: "Comes and goes.",
    cite: ["doi:10.1000/182"],
    weightUnit: "pA",
    parameters: {},
    state: { lot: { initial: "rand()", unit: "1", about: "draw" } },
    on: { pre: { lot: "rand()" }, post: { lot: "rand() * randn()" }, update: { lot: "rand()" } },
    structure: { every: "10*ms", remove: "lot < 0.1", add: "replace", initial: { lot: "1" } },
    ...parts,
  });

const lowered = (record: PlasticityRecord) =>
  lowerSynapse({
    synapse: undefined,
    plasticity: { model: record, constants: new Map() },
    dt: 0.1,
    convention: together,
  });

const numberValue = (value: number): ValueProgram => ({
  place: "",
  unit: "1",
  source: { kind: "number", value },
  limits: [],
});
const projection = { name: "E_E", from: "E", to: "E", weight: numberValue(3) };
const drawn = { kind: "formula", value: parseExpression("rand()"), key: "", others: [] } as const;
const values = new Map([["lot", { ...numberValue(0), source: drawn }]]);
const place = "projections[0]";

describe("new synapses", () => {
  it("start as the rule states, or with the number of all synapses", () => {
    const program = lowered(rule({}));
    expect(lowerGrowth(projection, { program, values, place })).toEqual({
      key: "structure/E_E",
      tries: 200,
      autapses: false,
      start: [
        ["weight", { kind: "number", value: 3 }],
        ["lot", expect.objectContaining({ kind: "number", value: 1 })],
      ],
      firstNumber: 2 ** 20,
    });
    const between = { ...projection, to: "I" };
    expect(lowerGrowth(between, { program, values, place })?.autapses).toBe(true);
  });

  it("are refused without a first number", () => {
    const structure = { every: "10*ms", add: "replace" } as const;
    const program = lowered(rule({ structure }));
    expect(() => lowerGrowth(projection, { program, values, place })).toThrow(
      'SL_SYNAPSE_RULE at projections[0].plasticity: The initial value of "lot" in a new synapse must be one number',
    );
  });

  it("are absent if a rule only removes", () => {
    const structure = { every: "10*ms", remove: "lot < 0.1" };
    const program = lowered(rule({ structure }));
    expect(lowerGrowth(projection, { program, values, place })).toBeUndefined();
  });

  it("are tested at whole steps", () => {
    const structure = lowered(rule({})).structure as StructureProgram;
    expect(structureSteps(structure, { dt: 0.3, place })).toBe(33);
    expect(() => structureSteps(structure, { dt: 25, place })).toThrow(
      "SL_SYNAPSE_RULE at projections[0].plasticity:",
    );
  });
});

describe("draws of events", () => {
  it("are keyed by event, place in it and projection", () => {
    const { pre, post, named } = keyDraws(lowered(rule({})), "E_E");
    const keys = [pre, post, named.get("update")].map((event) =>
      event?.lets.flatMap((one) => ("draw" in one ? [one.key] : [])),
    );
    expect(keys).toEqual([["event/0/E_E"], ["event/64/E_E", "event/65/E_E"], ["event/128/E_E"]]);
  });

  it("have separate keys in events with more values than are numbered", () => {
    const sum = Array.from({ length: 70 }, () => "rand()").join(" + ");
    const { pre, post } = keyDraws(
      lowered(rule({ on: { pre: { lot: sum }, post: { lot: "rand()" } } })),
      "E_E",
    );
    const keys = [...pre.lets, ...(post?.lets ?? [])].map((one) => ("draw" in one ? one.key : ""));
    expect(keys.length).toBe(71);
    expect(new Set(keys).size).toBe(71);
    expect(keys.slice(63, 65)).toEqual(["event/63/E_E", "event/0+64/E_E"]);
  });
});
