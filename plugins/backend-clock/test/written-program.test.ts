import { readFileSync } from "node:fs";
import type { NetworkRecord } from "@spikeloom/kernel";
import { type NetworkProgram, programOf, readProgram, writeProgram } from "@spikeloom/program";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { defaultStack } from "../../../tools/test/default-stack.ts";
import { fixture, fixtures, outcomeOf, type Run } from "./run-program.ts";
import { stack as ownStack } from "./simulate.ts";
import { unchangedCases } from "./unchanged/cases.ts";

const schemaFile = new URL("../../../specs/program/2/program.schema.json", import.meta.url);
const schema = JSON.parse(readFileSync(schemaFile, "utf8")) as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, strictTuples: false }).compile(
  schema,
);

async function expectAlike(program: NetworkProgram, run: Run): Promise<void> {
  const text = writeProgram(program);
  const isValid = validate(JSON.parse(text));
  expect(isValid, JSON.stringify(validate.errors)).toBe(true);
  const read = readProgram(text);
  expect(writeProgram(read)).toBe(text);
  expect(await outcomeOf(read, run)).toEqual(await outcomeOf(program, run));
}

describe("a program that was written and read", () => {
  it.each(fixtures)("has the spikes of the first: %s", async (file) => {
    const network = fixture(file);
    const { seed } = network as { seed?: number };
    const program = programOf(network, { stack: defaultStack, seed: seed ?? 0 });
    await expectAlike(program, { stack: defaultStack, steps: 400 });
  });

  const drawn = [...unchangedCases].slice(0, 12);

  it.each(drawn)("has spikes, neurons and synapses of the first: %s", async (_, one) => {
    const { network, looks, precision, pieces } = one;
    const record: NetworkRecord = { format: "spikeloom-network", version: 1, ...network };
    const program = programOf(record, { stack: ownStack, seed: 11 });
    const steps = pieces.reduce((sum, piece) => sum + piece, 0);
    await expectAlike(program, { stack: ownStack, steps, looks, precision });
  });

  it("determines the run: another step has other spikes", async () => {
    const network = fixture("brunel.json");
    const program = programOf(network, { stack: defaultStack, seed: 1 });
    const text = writeProgram(program);
    const changed = text.replaceAll('"greater_equal"', '"less"');
    expect(changed).not.toBe(text);
    const read = readProgram(changed);
    const run = { stack: defaultStack, steps: 100 };
    expect(await outcomeOf(read, run)).not.toEqual(await outcomeOf(program, run));
  });

  it("refuses a file that is no program, with the place", () => {
    const network = fixture("least.json");
    const program = programOf(network, { stack: defaultStack, seed: 1 });
    const text = writeProgram(program);
    const faults: readonly (readonly [from: RegExp, to: string, place: string])[] = [
      [/"version":2/u, '"version":1', "program.version"],
      [/"role":"\w+"/u, '"role":"other"', "program.populations[0][1].steps.usual.slots[0][1].role"],
      [
        /"stores":\[\[/u,
        '"stores":[[1,',
        "program.populations[0][1].steps.usual.kernels[0].stores[0]",
      ],
      [/\["multiply",/u, '["multiplied",', "program.populations[0][1].steps.usual.kernels[0]"],
      [/"open":false/u, '"open":false,"closed":1', "program.closed"],
    ];
    for (const [from, to, place] of faults) {
      const broken = text.replace(from, to);
      expect(broken).not.toBe(text);
      expect(() => readProgram(broken)).toThrow(`SL_PROGRAM_FILE at ${place}`);
    }
  });
});
