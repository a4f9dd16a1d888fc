// size: what is changed in the code that ajv writes stands in one place
// Writes validators (and types for tests) from the JSON schemas in specs/; `--check` compares instead and fails on drift.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { type Problem, report, workspaceRoot } from "./problems.ts";
import { filesUnder, readJson } from "./workspace.ts";

interface SchemaRow {
  readonly schema: string;
  /** Folder of the validator. */
  readonly into: string;
  /** `model` gives `validate-model.ts` and `validateModel`. */
  readonly name: string;
}

/** Which schema goes where; every schema below specs/ has a row. */
const rows: readonly SchemaRow[] = [
  {
    schema: "specs/model/1/model.schema.json",
    into: "packages/kernel/src/generated",
    name: "model",
  },
  {
    schema: "specs/network/1/network.schema.json",
    into: "packages/network/src/generated",
    name: "network",
  },
];

type Generated = Readonly<Record<"path" | "text", string>>;

/** Find what the generated files should hold, and the schemas without a row or rows without a schema. */
export function generate(
  root: string,
  table: readonly SchemaRow[] = rows,
): { files: readonly Generated[]; problems: readonly Problem[] } {
  const files: Generated[] = [];
  const problems: Problem[] = filesUnder(root, "specs", ".schema.json")
    .filter((path) => !table.some((row) => row.schema === path))
    .map((place) => ({ place, message: "no row of tools/build-schemas.ts names this schema." }));
  for (const row of table) {
    if (existsSync(join(root, row.schema))) files.push(...generateRow(root, row));
    else if (existsSync(join(root, dirname(row.schema)))) {
      problems.push({ place: row.schema, message: "this schema is missing from its folder." });
    }
  }
  return { files, problems };
}

function generateRow(root: string, row: SchemaRow): readonly Generated[] {
  const schema = readJson(join(root, row.schema)) as object;
  const banner = `// Generated from ${row.schema} by tools/build-schemas.ts: change the schema instead.\n`;
  return [
    { path: `${row.into}/validate-${row.name}.ts`, text: banner + validatorOf(schema, row.name) },
    { path: `tools/test/generated/${row.name}-types.ts`, text: banner + typesOf(root, row.schema) },
  ];
}

/** Write the types that a schema describes; tests compare them with the hand-written ones. */
function typesOf(root: string, schema: string): string {
  const options = ["--unreachableDefinitions", "--no-additionalProperties", "--bannerComment", ""];
  const command = join(workspaceRoot, "node_modules/.bin/json2ts");
  const text = execFileSync(command, ["-i", join(root, schema), ...options], {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  // The generator names its own input in each comment, and not always the same way.
  return text.replace(/^ \*(\n \* This interface was referenced by .*\n \* via the .*\n)/gm, "");
}

/** Write a validator as typed source without dependencies. */
function validatorOf(schema: object, name: string): string {
  // The schema is checked as 2020-12 but compiled by the plain class: strict mode refuses what that
  // one does not know, and its code is free of the bookkeeping for "unevaluated" and dynamic references.
  if (new Ajv2020({ strict: true }).validateSchema(schema, true) !== true) throw new Error(name);
  const bare: unknown = JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    typeof value === "string" && texts.has(key) ? undefined : value,
  );
  const code = { source: true, esm: true, lines: true, optimize: 2 } as const;
  const ajv = new Ajv({
    strict: true,
    allowUnionTypes: true,
    allErrors: true,
    inlineRefs: false,
    code,
  });
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  return typed(standalone.default(ajv, ajv.compile(bare as object)), `validate${title}`);
}

const texts: ReadonlySet<string> = new Set(["$schema", "$comment", "title", "description"]);

/** Add to ajv's code the few types that strict TypeScript asks for, and drop what nothing reads. */
function typed(code: string, name: string): string {
  const entry = /^export const validate = (\w+);$/m.exec(code)?.[1];
  const body = code
    .replace(/^("use strict"|export .*);$/gm, "")
    .replace(
      /^function (validate\d+)\(data, \{(.*?)\}=\{\}\)\{/gm,
      "const $1: Validate = function (data: any, {$2}: any = {}): boolean {",
    )
    // A schema that contains itself is wrapped before it is defined.
    .replace(/\{validate: (validate\d+)\}/g, "{ get validate(): Validate { return $1; } }")
    .replace(/^let vErrors = null;/gm, "let vErrors: any = null;")
    .replace(/^const (schema\d+) = /gm, "const $1: any = ")
    .replace(
      /if\(vErrors === null\)\{\nvErrors = \[(err\d+)\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}/g,
      "(vErrors ??= []).push($1);",
    )
    // Copying what is there at each fault would take a time that grows as their square.
    .replace(
      /vErrors = vErrors === null \? (validate\d+)\.errors : vErrors\.concat\(\1\.errors\);/g,
      "vErrors = joined(vErrors, $1.errors);",
    );
  const used = body.replace(/^const (schema\d+): any = .*\n/gm, (line, variable: string) =>
    body.split(new RegExp(`\\b${variable}\\b`)).length > 2 ? line : "",
  );
  if (entry === undefined || /\brequire\(|^import /m.test(used)) {
    throw new Error(
      `${name}: a keyword of the schema needs ajv at run time (format, uniqueItems?).`,
    );
  }
  return `
/** A check of an unknown value; what is wrong with the last one stands in \`errors\`. */
interface Validate {
  (data: unknown, at?: unknown): boolean;
  errors?: any;
}

/** Add faults to those that are there, which may be none. */
function joined(faults: any, more: any): any {
  if (faults === null) return more;
  for (const fault of more) faults.push(fault);
  return faults;
}
${used.replace(/\n{2,}/g, "\n")}
/** Check the shape of a value; the faults of the last one are left in \`errors\`. */
export const ${name}: ((value: unknown) => boolean) & { errors?: unknown } = ${entry};
`;
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

if (import.meta.main) report("schemas", run(workspaceRoot, process.argv.includes("--check")));
