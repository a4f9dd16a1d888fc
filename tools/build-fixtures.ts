// Writes the models of specs/model/valid with the spikes of specs/conformance into packages/conformance/src/generated,
// so that the package contains them: `node tools/build-fixtures.ts [--check]`.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";
import { readJson } from "./workspace.ts";

const place = "packages/conformance/src/generated/fixtures.ts";
const models = join(workspaceRoot, "specs/model/valid");
const spikes = readJson(join(workspaceRoot, "specs/conformance/spikes.json")) as Readonly<
  Record<string, object>
>;

function generated(): string {
  const fixtures = readdirSync(models)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => {
      const name = file.replace(/\.json$/, "");
      return { name, ...spikes[name], model: readJson(join(models, file)) };
    });
  return `// Written by tools/build-fixtures.ts.
import type { Fixture } from "../fixture.ts";

/** The models of the specification, with the spikes that they give. */
export const fixtures: readonly Fixture[] = ${JSON.stringify(fixtures, undefined, 1)} as const;
`;
}

function check(): readonly Problem[] {
  if (readFileSync(join(workspaceRoot, place), "utf8") === generated()) return [];
  return [{ place, message: "Run `node tools/build-fixtures.ts`." }];
}

const { options } = readToolArguments("tools/build-fixtures.ts", "[--check]");
if (options.has("--check")) report("fixtures", check());
else writeFileSync(join(workspaceRoot, place), generated());
