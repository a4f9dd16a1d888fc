import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { createStack } from "../../packages/kernel/src/index.ts";
import { readNetwork } from "../../packages/network/src/index.ts";
import { networkFingerprint } from "../../packages/simulate/src/index.ts";
import { planSweep, writeSweepPlan } from "../../packages/sweep/src/index.ts";

const root = join(import.meta.dirname, "../..");

function readJson(path: string): object {
  return JSON.parse(readFileSync(join(root, path), "utf8")) as object;
}

/** Each is compiled once, because that takes far longer than to check a file. */
const compiled = new Map<string, ValidateFunction>();

/** Test whether an editor with the published schema finds no errors. */
function isAllowed(schema: string, value: object): boolean {
  const validate =
    compiled.get(schema) ??
    new Ajv2020({ strict: false }).compile(readJson(`packages/cli/schemas/${schema}.schema.json`));
  compiled.set(schema, validate);
  return validate(value);
}

it.each([
  ["network", "specs/network/valid"],
  ["model", "specs/model/valid"],
])(
  "the schema of a %s accepts every file of %s, and none with a misspelt field",
  (name, folder) => {
    const files = readdirSync(join(root, folder)).filter((file) => file.endsWith(".json"));
    const records = files.map((file) => readJson(`${folder}/${file}`));
    expect(files.filter((_, k) => !isAllowed(name, records[k] ?? {}))).toEqual([]);
    expect(records.some((record) => "$schema" in record)).toBe(true);
    expect(isAllowed(name, { ...records[0], abuot: "misspelt" })).toBe(false);
  },
);

const least = readFileSync(join(root, "specs/network/valid/least.json"), "utf8");
const named = least.replace("{", '{ "$schema": "./network.schema.json",');

it("the schema of a job list accepts the command's output", () => {
  const record = readNetwork(least);
  const stack = createStack({ plugins: [] });
  const plan = planSweep({ ...record, populations: {} }, { seeds: 2 }, { stack, run: {}, from: 0 });
  const written = JSON.parse(writeSweepPlan(plan, "plan.json")) as object;
  expect(isAllowed("sweep-plan", { $schema: "./sweep-plan.schema.json", ...written })).toBe(true);
  expect(isAllowed("sweep-plan", { ...written, jbos: [] })).toBe(false);
});

it("a network is the same with and without the name of its schema", () => {
  expect(networkFingerprint(readNetwork(named))).toBe(networkFingerprint(readNetwork(least)));
});
