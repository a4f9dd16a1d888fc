// Writes the models of specs/model/valid with the spikes of specs/conformance, and its examples in continuous time, into
// packages/conformance/src/generated, so that the package contains them: `node tools/build-fixtures.ts [--check]`.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";
import { readJson } from "./workspace.ts";

const generatedFolder = "packages/conformance/src/generated";
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

/** Examples of the order of simultaneous events, and spike times in continuous time. */
function generatedContinuous(): string {
  const [simultaneous, spikeTimes] = ["simultaneous", "spike-times"].map((name) =>
    readJson(join(workspaceRoot, `specs/conformance/${name}.json`)),
  );
  return `// Written by tools/build-fixtures.ts.
import type { SimultaneousExamples, SpikeTimes } from "../fixture.ts";

/** Examples of the order of simultaneous events. */
export const simultaneous: SimultaneousExamples = ${JSON.stringify(simultaneous, undefined, 1)};

/** Spike times of networks in continuous time, by name. */
export const spikeTimes: SpikeTimes = ${JSON.stringify(spikeTimes)};
`;
}

const files: readonly (readonly [place: string, text: string])[] = [
  [`${generatedFolder}/fixtures.ts`, generated()],
  [`${generatedFolder}/continuous.ts`, generatedContinuous()],
];

function check(): readonly Problem[] {
  return files.flatMap(([place, text]) =>
    readFileSync(join(workspaceRoot, place), "utf8") === text
      ? []
      : [{ place, message: "Run `node tools/build-fixtures.ts`." }],
  );
}

const { options } = readToolArguments("tools/build-fixtures.ts", "[--check]");
if (options.has("--check")) report("fixtures", check());
else for (const [place, text] of files) writeFileSync(join(workspaceRoot, place), text);
