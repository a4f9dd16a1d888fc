import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, describe, expect, it, vi } from "vitest";
import { type CheckCommandOptions, checkCommand } from "../src/commands/check.ts";
import { readBytes } from "../src/load/read-bytes.ts";
import { isTraining } from "../src/train/is-training.ts";
import { describeCheck } from "../src/usage/check.ts";
import { digitsTask } from "./first-classifier.ts";
import { printed } from "./printed-by.ts";
import { fixture } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 60_000 });
vi.mock("../src/load/read-bytes.ts", async (original) => {
  const real = await original<typeof import("../src/load/read-bytes.ts")>();
  return { ...real, readBytes: vi.fn(real.readBytes) };
});

const folder = mkdtempSync(join(tmpdir(), "cli-check-training-"));
afterAll(() => rmSync(folder, { recursive: true }));

const short = { ...digitsTask, data: { ...digitsTask.data, train: 20, test: 10 } };
const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const training = write("short.json", JSON.stringify(short));
const config = false;

/** The errors that a check reports for a file. */
async function errorsOf(file: string, options: CheckCommandOptions = {}): Promise<unknown> {
  const spy = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    expect(await checkCommand([file], { ...options, config, json: true })).toBe(1);
    return JSON.parse(spy.mock.calls.map(([text]) => String(text)).join("")).errors;
  } finally {
    spy.mockRestore();
  }
}

describe("a checked training", () => {
  it.each<CheckCommandOptions>([
    { from: "nir" },
    { fromOption: ["a=1"] },
    { dt: "0.7 ms" },
    { convention: "nest" },
    { backend: "clock" },
    { option: ["a=1"] },
    { target: "wasm" },
    { tier: "exact" },
    { shards: 2 },
  ])("refuses %o, which only applies to networks", async (options) => {
    const [name = ""] = Object.keys(options);
    const flag = name === "fromOption" ? "from-option" : name;
    const checked = checkCommand([training], { ...options, config });
    await expect(checked).rejects.toMatchObject({
      code: "SL_USAGE",
      summary: expect.stringContaining(`--${flag} applies to networks`),
    });
  });

  it("distinguishes a requested target from the default", async () => {
    const command = new Command("check");
    describeCheck(command, async (run) => void (await run()));
    const asked = command.parseAsync([training, "--no-config", "--target", "wasm"], {
      from: "user",
    });
    await expect(asked).rejects.toThrow("--target applies to networks");
  });

  it("accepts the number of workers, like train", async () => {
    const alone = write("alone.json", JSON.stringify({ ...short, learner: "eprop" }));
    expect(await errorsOf(alone, { workers: 2 })).toMatchObject([{ place: `${alone}: workers` }]);
  });

  it("may be the export of a module that also exports a network", async () => {
    const module = write("short.ts", `export const training = ${JSON.stringify(short)};`);
    const printedText = await printed(() => checkCommand([module], { config }));
    expect(printedText).toMatch(
      /short.ts: no errors \(\d+ samples to learn from, 10 samples to test/,
    );
    const odd = write(
      "odd.ts",
      `export const training = ${JSON.stringify({ ...short, epochs: 0 })};`,
    );
    expect(await errorsOf(odd)).toMatchObject([
      { code: "SL_TRAINING_FILE", place: `${odd}: epochs` },
    ]);
    const network = JSON.stringify(short.network);
    const both = write("both.ts", `export const network = ${network}; export const training = {};`);
    expect(await isTraining(both)).toBe(false);
    // Both are checked, and the errors of both are reported.
    const missing = { code: "SL_TRAINING_FILE", place: `${both}: the training` };
    expect(await errorsOf(both)).toContainEqual(expect.objectContaining(missing));
    const sound = write(
      "sound.ts",
      `export const network = ${network}; export const training = ${JSON.stringify(short)};`,
    );
    const printedOfBoth = await printed(() => checkCommand([sound], { config }));
    expect(printedOfBoth).toMatch(/no errors \(138 neurons, .*synapses; \d+ samples to learn from/);
    const fails = write("fails.ts", 'throw new Error("not today");');
    expect(await errorsOf(fails)).toMatchObject([{ code: "SL_MODULE_LOAD" }]);
  });
});

describe("detection of a training", () => {
  it("does not read a whole network", async () => {
    vi.mocked(readBytes).mockClear();
    expect(await isTraining(fixture("small.json"))).toBe(false);
    expect(readBytes).not.toHaveBeenCalled();
    expect(await isTraining(training)).toBe(true);
  });

  it("reports an unreadable file, and leaves syntax errors to its reader", async () => {
    const none = join(folder, "none.json");
    await expect(isTraining(none)).rejects.toMatchObject({ code: "SL_FILE_READ" });
    expect(await errorsOf(none)).toMatchObject([{ code: "SL_FILE_READ", place: none }]);
    const broken = write("broken.json", '{ "format": "spikeloom-training", ');
    expect(await isTraining(broken)).toBe(false);
  });
});
