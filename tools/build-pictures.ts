// Draws the picture of each model page whose model, or the code that draws it, has changed; `--check` only compares.
// Model names redraw these: `npx -y pnpm@12 script tools/build-pictures.ts lif adex`.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readToolArguments } from "./arguments.ts";
import {
  drawingHash,
  fingerprint,
  type ModelPage,
  readModelPages,
} from "./pictures/model-pages.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";

/** Maximum size of a picture in bytes, so that a page loads quickly. */
const MOST_BYTES = 15_000;

/** Write the alternative text of a picture. */
function altOf(svg: string): string {
  return (/<title>(.*?)<\/title>/.exec(svg)?.[1] ?? "").replaceAll("&amp;", "&");
}

/** Insert the picture after the first paragraph of a page, or replace the existing one. */
export function embed(page: string, picture: string, alt: string): string {
  const line = `![${alt}](${picture})`;
  const there = new RegExp(`^!\\[.*\\]\\(${picture.replaceAll(".", "\\.")}\\)$`, "m");
  if (there.test(page)) return page.replace(there, () => line);
  const [title = "", about = "", ...rest] = page.split("\n\n");
  return [title, about.trimEnd(), line, ...rest].join("\n\n") + (rest.length === 0 ? "\n" : "");
}

/** Compare the pictures of all pages with their models; returns what is missing or out of date. */
export async function checkPictures(root: string): Promise<readonly Problem[]> {
  const pages = await readModelPages(root);
  const drawing = drawings(root);
  const own = new Set(pages.map(({ picture }) => picture));
  const folders = new Set(pages.map(({ page }) => join(page, "..")));
  const orphans = [...folders].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith(".svg") && !own.has(join(folder, file)))
      .map((file) => ({ place: join(folder, file), message: "no page has this picture." })),
  );
  return [...pages.flatMap((one) => faultsOf(root, one, drawing(one))), ...orphans];
}

/** Create a function that hashes the code that draws a page, computed once for each kind. */
function drawings(root: string): (page: ModelPage) => string {
  const known = new Map<string, string>();
  return ({ model: { kind } }) => {
    const hash = known.get(kind) ?? drawingHash(root, kind);
    known.set(kind, hash);
    return hash;
  };
}

function faultsOf(root: string, one: ModelPage, drawing: string): readonly Problem[] {
  const { page, picture, model } = one;
  const next = "Run npx -y pnpm@12 generate.";
  const path = join(root, picture);
  if (!existsSync(path)) return [{ place: page, message: `it has no picture. ${next}` }];
  const svg = readFileSync(path, "utf8");
  const text = readFileSync(join(root, page), "utf8");
  const isCurrent = svg.includes(`<!-- ${fingerprint(model, drawing)} -->`);
  return [
    ...(isCurrent ? [] : [{ place: picture, message: `it is older than its model. ${next}` }]),
    ...(svg.length <= MOST_BYTES
      ? []
      : [{ place: picture, message: `it has ${svg.length} bytes, at most ${MOST_BYTES}.` }]),
    ...(embed(text, basename(picture), altOf(svg)) === text
      ? []
      : [{ place: page, message: `it does not show its picture. ${next}` }]),
  ];
}

/** Draw what is out of date, or the named models, and insert each picture into its page. */
async function buildPictures(root: string, names: readonly string[]): Promise<void> {
  const drawing = drawings(root);
  for (const one of await readModelPages(root)) {
    const { page, picture, model } = one;
    const path = join(root, picture);
    const mark = fingerprint(model, drawing(one));
    const had = existsSync(path) ? readFileSync(path, "utf8") : "";
    const isCurrent = had.includes(`<!-- ${mark} -->`) && !names.includes(model.name);
    if (!isCurrent) {
      // Simulations are loaded only if something has to be drawn.
      const { drawModel } = await import("./pictures/draw.ts");
      writeFileSync(path, await drawModel(model, mark));
      console.log(picture);
    }
    const text = readFileSync(join(root, page), "utf8");
    const shown = embed(text, basename(picture), altOf(readFileSync(path, "utf8")));
    if (shown !== text) writeFileSync(join(root, page), shown);
  }
}

if (import.meta.main) {
  const { options, names } = readToolArguments("tools/build-pictures.ts", "[--check] [MODEL...]");
  if (!options.has("--check")) await buildPictures(workspaceRoot, names);
  report("pictures", await checkPictures(workspaceRoot));
}
