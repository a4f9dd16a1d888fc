// Starts a model: writes its file, test and page, and lists it. The remaining checks then report what is missing.
// npx -y pnpm@12 script tools/new-plugin.ts neurons my-neuron doi:10.1000/182 "One sentence about it."
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { templates } from "../packages/cli/src/new-plugin/templates.ts";
import { workspaceRoot } from "./problems.ts";

/** Information about a new model. */
export interface NewModel {
  readonly folder: keyof typeof kinds;
  /** In kebab-case. */
  readonly name: string;
  /** Source of its equations: `doi:10.…`, `isbn:…` or `https://…`. */
  readonly cite: string;
  readonly about: string;
}

/** The folders of models, and the template of a new one, which is that of `spikeloom new plugin`. */
const kinds = {
  neurons: templates.neuron,
  synapses: templates.synapse,
  plasticity: templates.plasticity,
  integrators: templates.integrator,
} as const;

function camel(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Write the model, its test and its page, by path from the root. */
export function filesOf({ folder, name, cite, about }: NewModel): Readonly<Record<string, string>> {
  const id = camel(name);
  return {
    [`plugins/${folder}/src/${name}.ts`]: kinds[folder].source({ name, id, about, cite }),
    [`plugins/${folder}/test/${name}.test.ts`]: `import { expect, it } from "vitest";
import { ${id} } from "../src/${name}.ts";

it("${name} keeps its name and source through JSON", () => {
  const read: unknown = JSON.parse(JSON.stringify(${id}));
  expect(read).toMatchObject({ name: "${name}", cite: ["${cite}"] });
});
`,
    [`docs/models/${folder}/${name}.md`]: `# ${name}\n\n${about}\n\nSource: ${cite}\n`,
  };
}

/** Add a model to the array of all models in the text of a file; undefined if it has no such array. */
export function addToList(text: string, { folder, name }: NewModel): string | undefined {
  const list = new RegExp(`(export const ${folder}\\b[^=]*= \\[)`);
  if (!list.test(text)) return undefined;
  return `import { ${camel(name)} } from "./${name}.ts";\n${text.replace(list, `$1\n  ${camel(name)},`)}`;
}

/** Write all files of a new model and list it; throws if one of them already exists. */
export function createModel(root: string, model: NewModel): readonly string[] {
  const files = Object.entries(filesOf(model));
  const taken = files.map(([path]) => path).find((path) => existsSync(join(root, path)));
  if (taken !== undefined) throw new Error(`${taken} exists already.`);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const src = `plugins/${model.folder}/src`;
  const index = `${src}/index.ts`;
  const lists = [`${src}/${model.folder}.ts`, index].filter((path) => existsSync(join(root, path)));
  for (const path of lists) {
    const text = addToList(readFileSync(join(root, path), "utf8"), model);
    if (text !== undefined) writeFileSync(join(root, path), text);
  }
  const line = `export { ${camel(model.name)} } from "./${model.name}.ts";\n`;
  writeFileSync(join(root, index), line + readFileSync(join(root, index), "utf8"));
  return [...files.map(([path]) => path), ...lists];
}

function run(folder = "", name = "", cite = "", about = ""): void {
  const known = folder in kinds && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name);
  if (!known || !/^(doi:10\.|isbn:|https:\/\/)/.test(cite) || about === "") {
    console.error(
      `npx -y pnpm@12 script tools/new-plugin.ts ${Object.keys(kinds).join("|")} NAME doi:10.… "ABOUT."`,
    );
    process.exitCode = 2;
    return;
  }
  const model = { folder: folder as NewModel["folder"], name, cite, about };
  const paths = createModel(workspaceRoot, model);
  const biome = join(workspaceRoot, "node_modules/.bin/biome");
  const sources = paths.filter((path) => path.endsWith(".ts"));
  execFileSync(biome, ["check", "--write", ...sources], { cwd: workspaceRoot, stdio: "inherit" });
  const next = [
    `npx -y pnpm@12 spikeloom show ${name}`,
    `npx -y pnpm@12 test plugins/${folder}/test/${name}.test.ts`,
    "npx -y pnpm@12 generate",
    "npx -y pnpm@12 check plugins",
  ];
  console.log(`${paths.join("\n")}\nFill them in, then:\n  ${next.join("\n  ")}`);
}

if (import.meta.main) run(...process.argv.slice(2));
