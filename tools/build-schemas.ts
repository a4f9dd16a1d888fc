// Writes the JSON schemas in specs/ as data for the kernel's check, and as types for tests; `--check` compares instead.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { programSchema } from "@spikeloom/program";
import { Ajv2020 } from "ajv/dist/2020.js";
import { readToolArguments } from "./arguments.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";
import { filesUnder } from "./workspace.ts";

interface SchemaRow {
  readonly schema: string;
  /** `model` yields `model-schema.ts` and `modelSchema`, and is published as `model.schema.json`. */
  readonly name: string;
  /** Code that generates the schema, unless it is written by hand. */
  readonly stated?: () => unknown;
  /** The check generated from it; a schema without one is only for editors. */
  readonly check?: {
    /** Output folder. */
    readonly into: string;
    /** Module from which it imports the type of a schema. */
    readonly typeFrom: string;
  };
}

/** Location of the schemas in a project that installs the command. */
const published = "packages/cli/schemas";

/** Output of each schema; every schema below specs/ has a row. */
const rows: readonly SchemaRow[] = [
  {
    schema: "specs/model/1/model.schema.json",
    name: "model",
    check: { into: "packages/kernel/src/generated", typeFrom: "../schema/schema.ts" },
  },
  {
    schema: "specs/network/1/network.schema.json",
    name: "network",
    check: { into: "packages/network/src/generated", typeFrom: "@spikeloom/kernel" },
  },
  { schema: "specs/program/2/program.schema.json", name: "program", stated: programSchema },
  { schema: "specs/sweep/1/plan.schema.json", name: "sweep-plan" },
  {
    schema: "specs/training/1/training.schema.json",
    name: "training",
    check: { into: "packages/cli/src/generated", typeFrom: "@spikeloom/kernel" },
  },
];

type Generated = Readonly<Record<"path" | "text", string>>;

/** Compute the content of the generated files, and find schemas without a row or rows without a schema. */
export function generate(
  root: string,
  table: readonly SchemaRow[] = rows,
): { files: readonly Generated[]; problems: readonly Problem[] } {
  const files: Generated[] = [];
  const problems: Problem[] = filesUnder(root, "specs", ".schema.json")
    .filter((path) => !table.some((row) => row.schema === path))
    .map((place) => ({ place, message: "no row of tools/build-schemas.ts names this schema." }));
  for (const row of table) {
    if (row.stated !== undefined || existsSync(join(root, row.schema)))
      files.push(...generateRow(root, row));
    else if (existsSync(join(root, dirname(row.schema)))) {
      problems.push({ place: row.schema, message: "this schema is missing from its folder." });
    }
  }
  return { files, problems };
}

function generateRow(root: string, row: SchemaRow): readonly Generated[] {
  const { schema: from, name, check, stated } = row;
  const own = stated && { path: from, text: `${JSON.stringify(stated(), null, 1)}\n` };
  const text = own?.text ?? readFileSync(join(root, from), "utf8");
  const copy = { path: `${published}/${name}.schema.json`, text };
  if (check === undefined) return own === undefined ? [copy] : [own, copy];
  const schema = JSON.parse(text) as object;
  const banner = `// Generated from ${from} by tools/build-schemas.ts: change the schema instead.\n`;
  return [
    copy,
    {
      path: `${check.into}/${name}-schema.ts`,
      text: banner + dataOf(schema, name, check.typeFrom),
    },
    { path: `tools/test/generated/${name}-types.ts`, text: banner + typesOf(root, from) },
  ];
}

/** Generate the types that a schema describes; tests compare them with the hand-written ones. */
function typesOf(root: string, schema: string): string {
  const options = ["--unreachableDefinitions", "--no-additionalProperties", "--bannerComment", ""];
  const command = join(workspaceRoot, "node_modules/.bin/json2ts");
  const text = execFileSync(command, ["-i", join(root, schema), ...options], {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  // The generator names its own input in each comment, in varying ways.
  return text.replace(/^ \*(\n \* This interface was referenced by .*\n \* via the .*\n)/gm, "");
}

/** Write a schema as typed source, without texts that no check reads. */
function dataOf(schema: object, name: string, typeFrom: string): string {
  // Strict mode rejects what the kernel's check would silently ignore: unknown keywords, bounds of another type.
  new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
  const bare = JSON.stringify(bareSchema(schema, name));
  return `import type { Schema } from ${JSON.stringify(typeFrom)};

/** The shape of the record, for the check of the kernel. */
export const ${name}Schema: Schema = ${bare};
`;
}

type Json = Readonly<Record<string, unknown>>;

/** Content of each keyword: schemas, or other data; texts are dropped. */
const keywords: Readonly<Record<string, (inner: unknown, name: string) => unknown>> = {
  ...Object.fromEntries(
    ["type", "const", "enum", "$ref", "minimum", "maximum", "pattern"].map((key) => [key, same]),
  ),
  ...Object.fromEntries(["minItems", "minProperties", "required"].map((key) => [key, same])),
  ...Object.fromEntries(
    ["if", "then", "else", "items", "propertyNames"].map((key) => [key, bareSchema]),
  ),
  additionalProperties: (inner, name) => (inner === false ? false : bareSchema(inner, name)),
  allOf: (inner, name) => (inner as readonly unknown[]).map((one) => bareSchema(one, name)),
  properties: bareSchemas,
  $defs: bareSchemas,
  ...Object.fromEntries(
    ["$schema", "$id", "$comment", "title", "description"].map((key) => [key, () => undefined]),
  ),
};

function same(inner: unknown): unknown {
  return inner;
}

function bareSchemas(inner: unknown, name: string): unknown {
  return Object.fromEntries(
    Object.entries(inner as Json).map(([key, one]) => [key, bareSchema(one, name)]),
  );
}

function bareSchema(schema: unknown, name: string): unknown {
  return Object.fromEntries(
    Object.entries(schema as Json).map(([key, inner]) => {
      const bare = Object.hasOwn(keywords, key) ? keywords[key] : undefined;
      if (bare === undefined) {
        throw new Error(
          `${name}: the check of the kernel (packages/kernel/src/schema) does not know "${key}".`,
        );
      }
      return [key, bare(inner, name)];
    }),
  );
}

function run(root: string, check: boolean): readonly Problem[] {
  const { files, problems } = generate(root);
  if (check) return [...problems, ...files.flatMap((file) => compareFile(root, file))];
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return problems;
}

function compareFile(root: string, { path: place, text }: Generated): readonly Problem[] {
  const had = existsSync(join(root, place)) ? readFileSync(join(root, place), "utf8") : "";
  return had === text
    ? []
    : [{ place, message: "it is out of date: node tools/build-schemas.ts." }];
}

if (import.meta.main) {
  const { options } = readToolArguments("tools/build-schemas.ts", "[--check]");
  report("schemas", run(workspaceRoot, options.has("--check")));
}
