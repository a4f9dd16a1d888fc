import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { modelSchema } from "../../packages/kernel/src/generated/model-schema.ts";
import type { Schema } from "../../packages/kernel/src/schema/schema.ts";
import { schemaCheck } from "../../packages/kernel/src/schema/schema-check.ts";
import { networkSchema } from "../../packages/network/src/generated/network-schema.ts";
import { workspaceRoot } from "../problems.ts";
import { readJson } from "../workspace.ts";
import { type Draw, drawSeed, draws, newDraw } from "./draws.ts";

type Json = Record<string, unknown>;

/** Replacements of a name or a value: valid ones, and ones that break a pointer. */
const names = ["a/b~c", "constructor", "about", "kind", "weight", "m 2", "", "é"];
const values = [null, 0, -1, 0.5, 2 ** 60, "", " ", "a", "20 ms", true, [], ["a"], {}, { kind: 1 }];

const documents = (subject: string): readonly unknown[] =>
  ["valid", "invalid"].flatMap((folder) => {
    const path = join(workspaceRoot, "specs", subject, folder);
    return readdirSync(path)
      .filter((file) => file.endsWith(".json"))
      .map((file) => readJson(join(path, file)));
  });

/** Change one part of a document, at any depth. */
function changed(document: unknown, draw: Draw): unknown {
  const value = structuredClone(document);
  let at = value as Json;
  for (;;) {
    const keys = Object.keys(at);
    const key = keys[draw(keys.length)];
    if (key === undefined) return value;
    const inner = at[key];
    if (typeof inner === "object" && inner !== null && draw(4) > 0) {
      at = inner as Json;
      continue;
    }
    const act = draw(3);
    if (act > 0) delete at[key];
    if (act === 1) at[names[draw(names.length)] as string] = inner;
    if (act === 0) at[key] = structuredClone(values[draw(values.length)]);
    return value;
  }
}

/** List faults in a fixed order; those of a choice by the chosen branch. */
const sorted = (
  faults: readonly { instancePath: string; keyword: string; params: object }[],
): readonly string[] =>
  faults
    .filter(({ keyword }) => keyword !== "if")
    .map(({ instancePath, keyword, params }) => {
      const { comparison: _, ...own } = params as Json;
      return `${instancePath} ${keyword} ${JSON.stringify(own)}`;
    })
    .sort();

describe("schemaCheck", () => {
  it.each<readonly [string, Schema]>([
    ["model", modelSchema],
    ["network", networkSchema],
  ])("finds the faults of a random %s that ajv finds", (subject, schema) => {
    const check = schemaCheck(schema);
    const oracle = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
      readJson(join(workspaceRoot, `specs/${subject}/1/${subject}.schema.json`)) as object,
    );
    const all = documents(subject);
    const count = draws({ ci: 2_000, long: 200_000 });
    let faulty = 0;
    for (let k = 0; k < count; k++) {
      const draw = newDraw(drawSeed, k);
      let value = all[draw(all.length)];
      for (let times = draw(3); times >= 0; times--) value = changed(value, draw);
      oracle(value);
      const wanted = sorted(oracle.errors ?? []);
      faulty += Number(wanted.length > 0);
      expect(sorted(check(value)), `seed ${drawSeed}, case ${k}: ${JSON.stringify(value)}`).toEqual(
        wanted,
      );
    }
    expect(faulty).toBeGreaterThan(count / 4);
  });
});
