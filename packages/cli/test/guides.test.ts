import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { format } from "node:util";
import { builtinFunctions, compileExpression, parseExpression } from "@spikeloom/equations";
import { connectors, conventions } from "@spikeloom/network";
import { surrogateShapes } from "@spikeloom/training";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { scriptFlags } from "../../../tools/test/script-flags.ts";
import {
  defaultStack,
  network,
  neurons,
  poissonInput,
  population,
  readNetwork,
  record,
  run,
  writeResult,
} from "../src/index.ts";
import { newKinds } from "../src/new-plugin/new-kinds.ts";
import { namesOf, packageFiles } from "../src/new-plugin/package-files.ts";
import { commandStack } from "../src/stack/command-stack.ts";
import { surrogateOfTask } from "../src/train/known-names.ts";
import type { TrainingTask } from "../src/train/task.ts";

// Scripts run in separate processes, which a busy machine delays: only that they end counts.
vi.setConfig({ testTimeout: 600_000 });

const guides = fileURLToPath(new URL("../../../docs/guides/", import.meta.url));
const pages = readdirSync(guides)
  .filter((name) => name.endsWith(".md"))
  .map((name) => ({ name, text: readFileSync(guides + name, "utf8") }));
// Inside the package, so that `import "spikeloom"` resolves as in a user's project.
const folder = mkdtempSync(fileURLToPath(new URL("../guides-", import.meta.url)));
afterAll(() => rmSync(folder, { recursive: true }));
// The result file that guides read.
beforeAll(async () => {
  const E = population(neurons.lifCurrExp(), 5);
  const drive = poissonInput(E, { receptor: "excitatory", rate: "8 kHz", weight: "0.06 nA" });
  const net = network({ populations: { E }, stimuli: [drive], record: [record(E)] });
  mkdirSync(join(folder, "results"));
  const result = await run(net, { for: "500 ms", seed: 1 });
  await writeResult(result, join(folder, "results/net.h5"));
});

function blocks(language: string): readonly (readonly [title: string, text: string])[] {
  return pages.flatMap(({ name, text }) =>
    [...text.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))].map(
      ([, block = ""], k) => [`${name} ${k + 1}`, block] as const,
    ),
  );
}

function page(name: string): string {
  return pages.find((one) => one.name === name)?.text ?? "";
}

it.each(blocks("json"))(
  "the network of %s runs, and its recorded populations spike",
  async (_, text) => {
    // A guide may name a plugin that only the command includes.
    const stack = commandStack;
    const result = await run(readNetwork(text, { stack }), { stack });
    const counts = Object.values(result.spikeCounts);
    expect(Math.max(...counts)).toBeGreaterThan(0);
  },
);

/** Run a script in this process, which has loaded its imports; returns its output. */
async function printedHere(file: string): Promise<string> {
  const log = vi.spyOn(console, "log").mockReturnValue();
  const home = process.cwd();
  process.chdir(folder);
  try {
    await import(pathToFileURL(file).href);
    return log.mock.calls.map((values) => format(...values)).join("\n");
  } finally {
    process.chdir(home);
    log.mockRestore();
  }
}

it.each(blocks("ts"))("the script of %s runs and prints a rate", async (title, text) => {
  const file = join(folder, `${title.replaceAll(" ", "-")}.ts`);
  writeFileSync(file, text);
  // In separate processes, as users run them: all under `--long`, and one otherwise.
  const ownProcess = [...scriptFlags, file];
  const printed =
    long || title === blocks("ts")[0]?.[0]
      ? execFileSync(process.execPath, ownProcess, { cwd: folder, encoding: "utf8" })
      : await printedHere(file);
  expect(Number(/: ([\d.]+)/.exec(printed)?.[1])).toBeGreaterThan(0);
});

const written = page("plugins.md").matchAll(
  /new plugin (\S+) (\S+) --about "([^"\n]+)"\n```\n\n```typescript\n\/\/ (\S+)\n(.*?)```/gs,
);

it("plugins of the guide equal the contents of new packages", () => {
  const shown = [...written].map(([, word, name = "", about = "", path = "", code]) => {
    const kind = newKinds.find((one) => one === word) ?? "neuron";
    const names = { name, about, ...namesOf(kind, name) };
    expect(packageFiles({ kind, ...names, version: "1.0.0" })[path]).toBe(code);
    const taken = defaultStack.list(kind).map((one) => one.name);
    expect(taken, "two plugins of a stack have not the same name").not.toContain(name);
    return kind;
  });
  expect(shown).toEqual(["connector", "integrator", "encoder", "backend"]);
});

it("tables name every connector, function and model", () => {
  for (const { name } of connectors) expect(page("network-file.md")).toContain(`| \`${name}\` |`);
  for (const name of Object.keys(builtinFunctions)) {
    expect(page("equations.md")).toMatch(new RegExp(`\`${name}\\(`));
  }
  const kinds = ["neuron", "synapse", "plasticity"] as const;
  const models = kinds.flatMap((kind) => defaultStack.list(kind).map(({ name }) => name));
  const map = page("from-nest-and-brian2.md").split("## Parameters", 1).join("");
  const named = [...map.matchAll(/`([a-z]+[\da-z]*-[a-z-]+)`/g)].map(([, name]) => name);
  expect(models).toEqual(expect.arrayContaining(named));
});

it("the guide to learning names every surrogate shape, and shows one that a task accepts", () => {
  const text = page("learning.md");
  const row = /^\| `surrogate` \|.*$/m.exec(text)?.[0] ?? "";
  const named = [...row.matchAll(/`([a-z]+(?:-[a-z]+)*)`/g)].map(([, name = ""]) => name);
  expect(named.slice(1, 1 + surrogateShapes.length)).toEqual(surrogateShapes);
  const [, given = ""] = /"surrogate": (\{ "derivative".*\})/.exec(text) ?? [];
  const { derivative } = surrogateOfTask({ surrogate: JSON.parse(given) } as TrainingTask) ?? {};
  const slots = new Map([["excess", 0]]);
  const compiled = compileExpression(parseExpression(derivative ?? ""), { slots });
  expect(compiled(Float64Array.of(0.5))).toBe(Math.exp(-1));
});

it("the table of conventions has their values", () => {
  const rows = page("conventions.md").match(/^\| `[\w.]+` \|.*$/gm) ?? [];
  const found = new Map(
    rows
      .map((row) =>
        row
          .split("|")
          .slice(1, -1)
          .map((text) => text.trim().replaceAll("`", "")),
      )
      .map(([key = "", ...values]) => [key, values]),
  );
  const flat = conventions.map(({ refractory, delay, spikeTimes, plasticity, order, ...rest }) => ({
    ...rest,
    order: order.join(", "),
    ...Object.fromEntries(Object.entries(refractory).map(([key, v]) => [`refractory.${key}`, v])),
    ...Object.fromEntries(Object.entries(delay).map(([key, v]) => [`delay.${key}`, v])),
    "spikeTimes.rounding": spikeTimes?.rounding,
    ...Object.fromEntries(
      Object.entries(plasticity ?? {}).map(([key, v]) => [`plasticity.${key}`, v]),
    ),
  }));
  const switches = Object.keys(flat[0] ?? {}).filter((key) => key !== "name" && key !== "about");
  const nearest = { "refractory.rounding": "nearest" };
  for (const key of switches) {
    const values = flat.map((one) =>
      String(({ ...nearest, ...one } as Record<string, unknown>)[key]),
    );
    expect([key, found.get(key)]).toEqual([key, values]);
  }
});
