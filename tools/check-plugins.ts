// Checks what every model needs in addition to its record: name, citation, index entry, test, reference, page.
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { exportsOf } from "./exports.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";
import { isNode, type Node, nodesOf, readSource, type Source, textOf } from "./syntax.ts";
import { filesUnder } from "./workspace.ts";

/** Plugin folders with one model per file. */
const folders = [
  "neurons",
  "synapses",
  "plasticity",
  "encoders",
  "integrators",
  "learning",
] as const;

const definition = /^define(Neuron|Synapse|Plasticity|Encoder|Integrator|Learning)$/;

/** Texts in which a model's name counts as tested, and as compared with known numbers. */
interface Evidence {
  readonly tests: string;
  readonly references: string;
}

/** Check all models of a workspace. */
export function checkPlugins(root: string): readonly Problem[] {
  return folders.flatMap((folder) => {
    const src = `plugins/${folder}/src`;
    const evidence = gather(root, folder);
    const sources = filesUnder(root, src, ".ts").map((path) => readSource(root, path));
    const collection = collected(sources, folder);
    return sources.flatMap((source) => {
      const calls = definitionsIn(source);
      if (calls.length === 0) return [];
      const faults = [
        ...recordFaults(source, calls),
        ...placeFaults(root, source, folder, collection),
        ...evidenceFaults(root, source, folder, evidence),
      ];
      return faults.map((message) => ({ place: source.path, message }));
    });
  });
}

function definitionsIn({ tree }: Source): readonly Node[] {
  return nodesOf(tree, "CallExpression").filter(
    (call) => definition.test(textOf(call["callee"]) ?? "") && isNamed(call),
  );
}

/** A model derived from another has the name of that one or a given one, and no page of its own. */
function isNamed(call: Node): boolean {
  return nodesOf(call, "Property").some((one) => textOf(one["key"]) === "name");
}

function recordFaults(source: Source, calls: readonly Node[]): readonly string[] {
  if (calls.length > 1) return [`it defines ${calls.length} models; one model a file.`];
  const [call] = calls;
  const fields = call === undefined ? [] : nodesOf(call, "Property");
  const field = (name: string): unknown =>
    fields.find((one) => textOf(one["key"]) === name)?.["value"];
  const stem = basename(source.path, ".ts");
  const name = textOf(field("name"));
  // A model created by a function gets its name there.
  const literal = isNode(field("name")) && (field("name") as Node).type === "Literal";
  const cite = field("cite");
  const sources = isNode(cite) && Array.isArray(cite["elements"]) ? cite["elements"] : [];
  const known = /^(doi:10\.|isbn:\d|https:\/\/)/;
  return [
    ...(literal && name !== stem ? [`the model is called "${name}", the file "${stem}".`] : []),
    ...(sources.length === 0 ? ["`cite` is missing or empty."] : []),
    ...sources
      .filter((one: unknown) => !known.test(textOf(one) ?? ""))
      .map(() => "each source in `cite` begins with doi:10., isbn: or https://."),
  ];
}

/** Names in the array that a plugin package exports under its own name: `neurons`. */
function collected(sources: readonly Source[], folder: string): ReadonlySet<string> {
  const lists = sources
    .flatMap(({ tree }) => nodesOf(tree, "VariableDeclarator"))
    .filter((one) => textOf(one["id"]) === folder && isNode(one["init"]));
  return new Set(
    lists.flatMap((one) =>
      nodesOf(one["init"] as Node, "Identifier").map((id) => textOf(id) ?? ""),
    ),
  );
}

function placeFaults(
  root: string,
  source: Source,
  folder: string,
  collection: ReadonlySet<string>,
): readonly string[] {
  const index = `plugins/${folder}/src/index.ts`;
  const listed = existsSync(join(root, index)) ? exportsOf(root, index) : [];
  const page = `docs/models/${folder}/${basename(source.path)}`.replace(/\.ts$/, ".md");
  const values = exportsOf(root, source.path).filter(({ kind }) => kind === "constant");
  return [
    ...(listed.some(({ path }) => path === source.path) ? [] : [`${index} does not export it.`]),
    ...values
      .filter(({ name }) => !collection.has(name))
      .map(({ name }) => `the list \`${folder}\` lacks ${name}.`),
    ...(existsSync(join(root, page)) ? [] : [`its page ${page} is missing.`]),
  ];
}

function evidenceFaults(
  root: string,
  source: Source,
  folder: string,
  { tests, references }: Evidence,
): readonly string[] {
  const names = exportsOf(root, source.path).map(({ name }) => name);
  const words = [basename(source.path, ".ts"), ...names].map(
    (name) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`),
  );
  const table = new RegExp(`import \\{[^}]*\\b${folder}\\b[^}]*\\} from "\\.\\./src/`);
  const tested = table.test(tests) || words.some((word) => word.test(tests));
  return [
    ...(tested ? [] : ["no test names it or goes through the whole list."]),
    ...(words.some((word) => word.test(references))
      ? []
      : [
          "no reference: name it in a test fixture, a reproduction or a comparison in tools/python.",
        ]),
  ];
}

function gather(root: string, folder: string): Evidence {
  const read = (paths: readonly string[]): string =>
    paths.map((path) => readFileSync(join(root, path), "utf8")).join("\n");
  const own = filesUnder(root, `plugins/${folder}/test`);
  const python = filesUnder(root, "tools/python/tests", ".py");
  const published = [".ts", ".json"].flatMap((ending) =>
    filesUnder(root, "packages/reproductions", ending),
  );
  const fixtures = own.filter((path) => path.endsWith(".json") || /\/references?[/.-]/.test(path));
  return {
    tests: read([...own.filter((path) => path.endsWith(".ts")), ...python]),
    references: read([...fixtures, ...python, ...published]),
  };
}

if (import.meta.main) {
  readToolArguments("tools/check-plugins.ts");
  report("plugins", checkPlugins(workspaceRoot));
}
