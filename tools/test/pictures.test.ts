import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineNeuron, neuronFromEquations } from "spikeloom";
import { afterAll, describe, expect, it } from "vitest";
import { checkPictures, embed } from "../build-pictures.ts";
import { drawModel } from "../pictures/draw.ts";
import { drawingHash, fingerprint, readModelPages } from "../pictures/model-pages.ts";
import { workspaceRoot } from "../problems.ts";
import { drawSeed, draws, newDraw } from "./draws.ts";

const pages = await readModelPages(workspaceRoot);
const drawing = drawingHash(workspaceRoot);
const scratch = mkdtempSync(join(tmpdir(), "pictures-"));
afterAll(() => rmSync(scratch, { recursive: true }));

it("every page of a model shows its picture, and none is older than its model", async () => {
  expect(pages.length).toBeGreaterThan(90);
  expect(await checkPictures(workspaceRoot)).toEqual([]);
});

/** Pages in random order, without repeats. */
function drawnPages(count: number) {
  const draw = newDraw(drawSeed, 0);
  const left = [...pages];
  return Array.from({ length: Math.min(count, left.length) }, () => {
    const [one] = left.splice(draw(left.length), 1);
    return [one?.model.name ?? "", one] as const;
  });
}

describe(`pictures drawn again (seed ${drawSeed})`, () => {
  it.each(drawnPages(draws({ ci: 2, long: pages.length })))(
    "%s: the same bytes",
    async (_, one) => {
      if (one === undefined) throw new Error("no page was drawn");
      const svg = await drawModel(
        one.model,
        fingerprint(one.model, drawingHash(workspaceRoot, one.model.kind)),
      );
      expect(svg).toBe(readFileSync(join(workspaceRoot, one.picture), "utf8"));
    },
  );
});

describe("an invalid picture of a page", () => {
  const page = "docs/models/integrators/euler.md";
  const picture = "docs/models/integrators/euler.svg";
  const pageText = readFileSync(join(workspaceRoot, page), "utf8");
  const svg = readFileSync(join(workspaceRoot, picture), "utf8");

  async function faults(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const root = mkdtempSync(join(scratch, "root-"));
    for (const shared of ["plugins", "packages", "tools", "node_modules", "tsconfig.base.json"]) {
      symlinkSync(join(workspaceRoot, shared), join(root, shared));
    }
    mkdirSync(join(root, "docs/models/integrators"), { recursive: true });
    for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
    return (await checkPictures(root)).map(({ place, message }) => `${place}: ${message}`);
  }

  it("is reported if the picture is missing, outdated, not shown, too large or of no page", async () => {
    const next = "Run npx -y pnpm@12 generate.";
    expect(await faults({ [page]: pageText, [picture]: svg })).toEqual([]);
    expect(await faults({ [page]: pageText })).toEqual([`${page}: it has no picture. ${next}`]);
    const older = svg.replace(/drawn from \w/, "drawn from x");
    expect(await faults({ [page]: pageText, [picture]: older })).toEqual([
      `${picture}: it is older than its model. ${next}`,
    ]);
    const unseen = pageText.replace(/^!\[.*\n\n/m, "");
    expect(await faults({ [page]: unseen, [picture]: svg })).toEqual([
      `${page}: it does not show its picture. ${next}`,
    ]);
    expect(embed(unseen, "euler.svg", /!\[(.*)\]/.exec(pageText)?.[1] ?? "")).toBe(pageText);
    const large = `${svg}${" ".repeat(15_000)}`;
    expect(await faults({ [page]: pageText, [picture]: large })).toEqual([
      `${picture}: it has ${large.length} bytes, at most 15000.`,
    ]);
    const stray = "docs/models/integrators/nobody.svg";
    expect(await faults({ [page]: pageText, [picture]: svg, [stray]: svg })).toEqual([
      `${stray}: no page has this picture.`,
    ]);
  });

  it("is outdated if a parameter of its model, or the code that draws, has changed", () => {
    const [one, other] = pages;
    if (one === undefined || other === undefined) throw new Error("no pages");
    const mark = fingerprint(one.model, drawing);
    expect(fingerprint({ ...one.model, about: "Changed." }, drawing)).not.toBe(mark);
    expect(fingerprint(other.model, drawing)).not.toBe(mark);
    const root = join(scratch, "changed");
    for (const folder of ["tools/pictures", "packages/plots/src", "packages/kernel/src"]) {
      cpSync(join(workspaceRoot, folder), join(root, folder), { recursive: true });
    }
    for (const path of ["packages/plots/src/ticks.ts", "tools/pictures/panels.ts"]) {
      const file = join(root, path);
      const text = readFileSync(file, "utf8");
      const before = drawingHash(root);
      writeFileSync(file, `${text}export const changed = 1;\n`);
      expect(drawingHash(root)).not.toBe(before);
      const otherNumber = text.replace(/(?<= [=<>*+-] )\d+/, "977");
      expect(otherNumber).not.toBe(text);
      writeFileSync(file, otherNumber);
      expect(drawingHash(root)).not.toBe(before);
      // Comments and layout do not affect the picture.
      const reworded = text
        .replaceAll(/^( *)\/\*\*.*\*\/$/gm, "$1/** Another docstring. */")
        .replaceAll(/([;{])\n/g, "$1\n\n");
      expect(reworded).toContain("Another docstring.");
      writeFileSync(file, `// A new comment.\n${reworded}// Changed.\n`);
      expect(drawingHash(root)).toBe(before);
      writeFileSync(file, text);
    }
  });
});

describe("a model that has never been drawn", () => {
  const head = { cite: ["doi:10.1000/182"], parameters: {} } as const;
  const textsOf = async (model: Parameters<typeof drawModel>[0]): Promise<readonly string[]> => {
    const svg = await drawModel(model, "mark");
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    return [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text = ""]) => text);
  };

  it("from equations in volts is plotted in mV and driven in nA", async () => {
    const model = neuronFromEquations({
      name: "from-equations",
      equations: "dv/dt = (-70*mV - v + 100*Mohm * i_in) / (10*ms) : volt\ni_in : amp",
      threshold: "v > -50*mV",
      reset: "v = -70*mV",
      inputs: ["i_in"],
      initial: { v: "-70 mV" },
    });
    const texts = await textsOf(model);
    expect(texts).toEqual(expect.arrayContaining(["v (mV)", "i_in (nA)", "rate (spikes/s)"]));
  });

  it("without an input, and one that never fires, are plotted by their state", async () => {
    const quiet = defineNeuron({
      ...head,
      name: "quiet",
      about: "It relaxes.",
      state: { v: { initial: "-50 mV", unit: "mV", about: "potential" } },
      dynamics: { v: "(-70*mV - v) / (10*ms)" },
    });
    expect(await textsOf(quiet)).toContain("v (mV)");
    const graded = defineNeuron({
      ...head,
      name: "graded",
      about: "It never fires.",
      inputs: { drive: { unit: "nA", about: "current" } },
      state: { v: { initial: "-70 mV", unit: "mV", about: "potential" } },
      dynamics: { v: "(-70*mV - v + 100*Mohm * drive) / (10*ms)" },
    });
    const texts = await textsOf(graded);
    expect(texts.filter((text) => text === "v (mV)")).toHaveLength(2);
  });
});
