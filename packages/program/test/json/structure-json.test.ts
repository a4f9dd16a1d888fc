import { type Expression, parseExpression } from "@spikeloom/equations";
import { describe, expect, it } from "vitest";
import { expression } from "../../src/json/expression-json.ts";
import { growthProgram, structureProgram } from "../../src/json/structure-json.ts";
import { synapseProgram } from "../../src/json/synapse-json.ts";
import type { GrowthProgram } from "../../src/synapses/growth.ts";
import type { StructureProgram } from "../../src/synapses/synapse-program.ts";

/** Parse an expression without the positions of its parts, which are not written. */
function parsed(text: string): Expression {
  return expression.read(expression.write(parseExpression(text)), "text");
}

const structure: StructureProgram = {
  every: 100,
  remove: parsed("weight < 0.1"),
  add: parsed("2 * calcium"),
  initial: [["lot", parsed("1")]],
};
const growth: GrowthProgram = {
  key: "structure/E_I",
  tries: 200,
  autapses: false,
  start: [
    ["weight", { kind: "number", value: -0 }],
    ["lot", parsed("1 / 3")],
  ],
  firstNumber: 2 ** 20,
};

const throughText = (data: unknown): unknown => JSON.parse(JSON.stringify(data));

describe("structural plasticity as JSON", () => {
  it.each<[string, StructureProgram]>([
    ["a number of new synapses", structure],
    ["replacement", { ...structure, add: "replace" }],
    ["removal alone", { every: 0.1, remove: parsed("lot"), add: undefined, initial: [] }],
    ["growth alone", { ...structure, remove: undefined }],
  ])("is read as it was written: %s", (_, one) => {
    const written = throughText(structureProgram.write(one));
    expect(structureProgram.read(written, "structure")).toEqual(one);
  });

  it("stores the sources of new synapses", () => {
    const written = throughText(growthProgram.write(growth));
    expect(growthProgram.read(written, "growth")).toEqual(growth);
  });

  it.each([
    [{ ...(growthProgram.write(growth) as object), tries: "many" }, "growth.tries"],
    [{ ...(growthProgram.write(growth) as object), seed: 1 }, "growth.seed"],
    [{ ...(growthProgram.write(growth) as object), start: [["weight"]] }, "growth.start[0]"],
  ])("is refused with its place: %j", (data, place) => {
    expect(() => growthProgram.read(data, "growth")).toThrow(`SL_PROGRAM_FILE at ${place}:`);
  });
});

describe("draws of synaptic events as JSON", () => {
  it("keep their keys", () => {
    const lets = [{ name: "u", draw: "rand", args: [], key: "event/0/E_I" }];
    const nothing = { systems: [], own: [] };
    const program = {
      synapse: ["weight"],
      origins: [],
      source: [],
      target: [],
      common: [],
      modulators: [],
      reads: [],
      filters: [],
      motion: { synapse: nothing, source: nothing, target: nothing, common: nothing },
      pre: { lets, sets: [] },
      raise: { source: [], target: [] },
      named: [],
      coupling: [],
      lazy: { possible: true, reason: "" },
    };
    const read = synapseProgram.read(program, "synapses");
    expect(throughText(synapseProgram.write(read))).toEqual(program);
    const { key: _, ...keyless } = lets[0] as (typeof lets)[number];
    const without = { ...program, pre: { lets: [keyless], sets: [] } };
    expect(() => synapseProgram.read(without, "synapses")).toThrow(
      "SL_PROGRAM_FILE at synapses.pre.lets[0].key:",
    );
  });
});
