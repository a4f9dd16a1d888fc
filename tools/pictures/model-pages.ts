import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseAst } from "rolldown/parseAst";
import type { EncoderRecord } from "../../packages/kernel/src/contracts/encoder.ts";
import type { IntegratorRecord } from "../../packages/kernel/src/contracts/integrator.ts";
import type { NeuronRecord } from "../../packages/kernel/src/contracts/neuron.ts";
import type { PlasticityRecord } from "../../packages/kernel/src/contracts/plasticity.ts";
import type { SynapseRecord } from "../../packages/kernel/src/contracts/synapse.ts";

/** Any model that has a page. */
export type ModelRecord =
  | NeuronRecord
  | SynapseRecord
  | PlasticityRecord
  | IntegratorRecord
  | EncoderRecord;

/** The page of a model, and the model in its picture. */
export interface ModelPage {
  /** Paths from the root. */
  readonly page: string;
  readonly picture: string;
  readonly model: ModelRecord;
}

const folder = "docs/models";
/** Kinds that do nothing by themselves, so that their pages have no picture. */
const undrawn: ReadonlySet<string> = new Set(["learning"]);

/** List all pages of models, each with the model of its name or the one that its example creates. */
export async function readModelPages(root: string): Promise<readonly ModelPage[]> {
  const pages: ModelPage[] = [];
  for (const kind of readdirSync(join(root, folder)).sort()) {
    if (undrawn.has(kind)) continue;
    const models = await modelsOf(root, kind);
    for (const file of readdirSync(join(root, folder, kind)).sort()) {
      if (!file.endsWith(".md")) continue;
      const name = file.slice(0, -3);
      const page = `${folder}/${kind}/${file}`;
      const model = models.get(name) ?? (await exampleOf(root, page));
      pages.push({ page, picture: `${folder}/${kind}/${name}.svg`, model });
    }
  }
  return pages;
}

async function modelsOf(root: string, kind: string): Promise<ReadonlyMap<string, ModelRecord>> {
  const index = pathToFileURL(join(root, `plugins/${kind}/src/index.ts`)).href;
  const module = (await import(index)) as Readonly<Record<string, readonly ModelRecord[]>>;
  return new Map((module[kind] ?? []).map((model) => [model.name, model]));
}

/** Run the first example of a page about a function that creates models, and take its model. */
async function exampleOf(root: string, page: string): Promise<ModelRecord> {
  const [, code] = /```ts\n(.*?)```/s.exec(readFileSync(join(root, page), "utf8")) ?? [];
  if (code === undefined) throw new Error(`${page}: no model has its name, and it has no example.`);
  const source = code
    .replace(/"@spikeloom\/(\w+)"/g, (_, kind: string) =>
      JSON.stringify(pathToFileURL(join(root, `plugins/${kind}/src/index.ts`)).href),
    )
    .replace(/^const /gm, "export const ");
  const address = `data:text/javascript,${encodeURIComponent(source)}`;
  const made = Object.values((await import(address)) as Readonly<Record<string, ModelRecord>>);
  const [model] = made;
  if (model === undefined) throw new Error(`${page}: its example makes no model.`);
  return model;
}

/** Describe what a picture is drawn from: the record of its model, and the drawing code. */
export function fingerprint(model: ModelRecord, drawing: string): string {
  return `drawn from ${shortHash(JSON.stringify(model))} by ${drawing}`;
}

/** Files that draw, besides `draw.ts`, by kind. */
const drawnApart: Readonly<Record<string, string>> = { encoder: "encoder.ts" };

/**
 * Hash the code that draws a kind: every file that it reaches by relative imports.
 *
 * Comments and layout do not count, so that a reworded docstring redraws nothing.
 */
export function drawingHash(root: string, kind: ModelRecord["kind"] = "neuron"): string {
  const texts = new Map<string, string>();
  const roots = ["draw.ts", drawnApart[kind] ?? []].flat();
  const open = roots.map((file) => join(root, "tools/pictures", file));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (texts.has(path)) continue;
    const text = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
    texts.set(path, codeOf(text, path));
    const imports = text.matchAll(/^(?:import (?!type )|\} )[^"]*"(\.[^"]+)";$/gm);
    for (const [, name = ""] of imports) open.push(join(path, "..", name));
  }
  return shortHash(
    [...texts]
      .sort()
      .map(([, text]) => text)
      .join("\n"),
  );
}

/** Write the syntax tree of a module without positions, which excludes comments and layout. */
function codeOf(text: string, path: string): string {
  const tree: unknown = parseAst(text, { lang: "ts" }, path);
  return JSON.stringify(tree, (field, value) => {
    if (field === "start" || field === "end") return undefined;
    return typeof value === "bigint" ? `${value}n` : value;
  });
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
