import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { SpikeLoomError } from "@spikeloom/kernel";
import type { FitState } from "@spikeloom/training";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { defaultStack as stack } from "../src/index.ts";
import { prepareTask } from "../src/train/prepare-task.ts";
import { readTask } from "../src/train/read-task.ts";
import { readState, writeState } from "../src/train/state-file.ts";
import type { TrainingTask } from "../src/train/task.ts";
import { learnTask } from "../src/train/train.ts";
import { wilson } from "../src/train/wilson.ts";
import { describeTrain } from "../src/usage/train.ts";
import { digitsFile as file, digitsTask as given } from "./first-classifier.ts";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 120_000 });

const short = { ...given, epochs: 3, data: { ...given.data, train: 200, test: 40 } };
const place = workplace();
afterAll(() => place.remove());

const prepared = (task: TrainingTask) => prepareTask(task, { stack, file });

/** Write a task and read it again. */
async function refusal(task: object): Promise<SpikeLoomError> {
  writeFileSync(place.path("task.json"), JSON.stringify(task));
  try {
    await prepared(await readTask(place.path("task.json")));
  } catch (fault) {
    return fault as SpikeLoomError;
  }
  throw new Error("nothing was refused");
}

/** The network with a second source, with given times or random ones. */
function withSource(kind: "times" | "rate") {
  const { populations, ...others } = short.network;
  const times = { model: "spike-array", size: 2, times: [["5 ms"], ["9 ms"]] };
  const rate = { model: "poisson", size: 2, parameters: { rate: "9 Hz" } };
  return { ...others, populations: { ...populations, other: kind === "times" ? times : rate } };
}

describe("an interrupted training", () => {
  it("resumes from any batch, and through a file, with the same bits", async () => {
    const whole = await learnTask(await prepared(short), {});
    expect(whole.history).toHaveLength(3);
    const stop = new AbortController();
    let batches = 0;
    const begun = await learnTask(await prepared(short), {
      signal: stop.signal,
      // Four batches an epoch: it ends within the second one.
      onBatch: () => (++batches === 6 ? stop.abort() : undefined),
    });
    expect(begun).toMatchObject({ partial: { batches: 2 }, best: { epoch: 0 } });
    const bytes = writeState({ fingerprint: "one", state: begun });
    const { state } = readState(bytes, "file");
    expect(state).toEqual(begun);
    const rest = await learnTask(await prepared(short), { from: state });
    expect(rest).toEqual<FitState>(whole);
    expect(() => readState(bytes.slice(0, -1), "file")).toThrow("SL_TRAINING_STATE");
    expect(() => readState(bytes.slice(0, 20), "file")).toThrow("SL_TRAINING_STATE");
    expect(() => readState(Uint8Array.of(1, 2), "file")).toThrow("SL_TRAINING_STATE");
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(() => readState(bytes, "file")).toThrow("SL_TRAINING_STATE at file");
  });

  it("names the batch in which a number became non-finite", async () => {
    const wild = { ...short, optimiser: { name: "sgd", rate: 1e300 } };
    const error = await learnTask(await prepared(wild), {}).catch((fault) => fault);
    expect(error).toMatchObject({ code: "SL_TRAINING_NOT_FINITE" });
    expect(error.place).toMatch(/^epoch 1, batch 1, "weight" of "input->hidden"/);
  });
});

describe("a training file", () => {
  it.each([
    ["a misspelt field", { ...short, epoch: 3 }, "the training", /epochs/],
    [
      "a misspelt field of a part",
      { ...short, data: { set: "digits", fodler: "" } },
      "data",
      /folder/,
    ],
    ["a text for a number", { ...short, epochs: "3" }, "epochs", /number|integer/],
    ["no data", { ...short, data: undefined }, "the training", /data/],
    ["an unknown loss", { ...short, loss: "crossEntropy" }, "loss", /cross-entropy/],
    [
      "an unknown encoder",
      { ...short, encoder: { ...short.encoder, name: "latencie" } },
      "encoder.name",
      /latency/,
    ],
    [
      "an unknown surrogate",
      { ...short, surrogate: "snntorch/atn" },
      "surrogate",
      /snntorch\/atan/,
    ],
    [
      "a surrogate with both a name and a derivative",
      { ...short, surrogate: { name: "gaussian", derivative: "0 * excess" } },
      "surrogate",
      /either "name" or "derivative"/,
    ],
    [
      "a surrogate with a misspelt field",
      { ...short, surrogate: { derivative: "exp(-excess * excess)", reest: "attached" } },
      "surrogate",
      /reset/,
    ],
    [
      "an option that a loss has not",
      { ...short, loss: { name: "cross-entropy", tau: 1 } },
      "loss.tau",
      /name/,
    ],
    [
      "an option that an optimiser has not",
      { ...short, optimiser: { name: "adam", rte: 1 } },
      "adam",
      /rate/,
    ],
    [
      "a schedule without its numbers",
      { ...short, schedule: { name: "stepped", every: 2 } },
      "schedule.factor",
      /number above 0/,
    ],
    [
      "a missing surrogate that is required",
      { ...short, surrogate: undefined },
      "surrogate",
      /surrogate/,
    ],
    [
      "channels of weights",
      { ...short, trainable: [{ projection: "input->hidden", variable: "weight", channels: 2 }] },
      "trainable[0].channels",
      /population/,
    ],
    [
      "an encoder of a population that there is not",
      { ...short, encoder: { ...short.encoder, population: "inputs" } },
      "encoder.population",
      /Did you mean "input"/,
    ],
    [
      "a source that no sample feeds",
      { ...short, network: withSource("times") },
      "network.populations.other",
      /no source besides "input"/,
    ],
    [
      "a source that draws its spikes",
      { ...short, network: withSource("rate") },
      "network.populations.other",
      /no source besides "input"/,
    ],
    ["a field in the singular", { ...short, window: 2 }, "the training", /Did you mean "windows"/],
    ["a field of scripts", { ...short, batchsize: 8 }, "the training", /Did you mean "batch"/],
    ["a field of others", { ...short, batch_size: 8 }, "the training", /Did you mean "batch"/],
    ["a field with a slip", { ...short, clp: 1 }, "the training", /Did you mean "clip"/],
    ["a set without its folder", { ...short, data: { set: "mnist" } }, "data.folder", /"folder"/],
    ["a loss for an optimiser", { ...short, optimiser: "ce" }, "optimiser", /Name one of them/],
    [
      "bounds of rates in windows",
      { ...short, windows: 2, costs: [{ population: "hidden", least: 1, weight: 1 }] },
      "costs",
      /"windows": 2/,
    ],
    ["a set that there is not", { ...short, data: { set: "digit" } }, "digit", /digits/],
  ])("is refused with its place: %s", async (_, task, at, expected) => {
    const error = await refusal(task).then(
      (fault) => fault,
      async () => learnTask(await prepared(task as TrainingTask), {}).catch((fault) => fault),
    );
    expect(error.code).toMatch(/^SL_/);
    expect(error.place ?? error.message).toContain(at);
    expect(error.message).toMatch(expected);
  });
});

it("an incomplete network in a training is reported only once", async () => {
  const error = await refusal(given.network);
  expect(error).toMatchObject({ code: "SL_TRAINING_FILE", got: "spikeloom-network" });
  expect([error.place, error.others]).toEqual([expect.stringMatching(/: format$/), []]);
});

it("the command prints the seed that it uses by default", async () => {
  const command = new Command();
  describeTrain(command, async () => undefined);
  expect(command.helpInformation().replace(/\s+/g, " ")).toContain("the file's, else 1)");
  const { seed: _, ...seedless } = short;
  expect((await prepared(seedless)).seed).toBe(1);
});

it("a proportion has an interval, also at the ends", () => {
  // Of 10 in 20: Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, method 3.
  const [low, high] = wilson(81, 263);
  expect([low.toFixed(4), high.toFixed(4)]).toEqual(["0.2553", "0.3662"]);
  expect(wilson(0, 20).map((one) => one.toFixed(4))).toEqual(["0.0000", "0.1611"]);
});

/** Omit the progress lines that a training prints on a busy machine. */
const withoutProgress = (text: string): string => text.replace(/^.* s( after the start)?\n/gm, "");

it("the command writes network and record, and continues with more epochs", async () => {
  writeFileSync(place.path("short.json"), JSON.stringify({ ...short, epochs: 1 }));
  const first = await place.run("train", "short.json");
  expect([first.code, withoutProgress(first.stderr)]).toEqual([0, ""]);
  expect(first.stdout).toMatch(/test +40 +[\d.]+ % \(95 % CI [\d.]+–[\d.]+ %\)/);
  const longer = ["--resume", "--epochs", "2", "--workers", "2"];
  const more = await place.run("train", "short.json", ...longer, "--json");
  expect(more.code).toBe(0);
  const record = JSON.parse(more.stdout);
  const { history } = await learnTask(await prepared({ ...short, epochs: 2 }), {});
  expect(record.history).toEqual(JSON.parse(JSON.stringify(history)));
  const endings = [".json", "-training.json", ".training"];
  expect(record.written).toEqual(endings.map((ending) => `results/short${ending}`));
  const network = JSON.parse(readFileSync(place.path("results/short.json"), "utf8"));
  expect(network).toMatchObject({ format: "spikeloom-network", precision: "f32" });
  const fewer = await place.run("train", "short.json", "--resume", "--epochs", "1");
  expect([fewer.code, withoutProgress(fewer.stderr)]).toEqual([
    0,
    expect.stringMatching(/^note: 2 epochs.*1 are/),
  ]);
});

describe("train --resume", () => {
  const task = { ...short, epochs: 1, data: { ...short.data, train: 20, validation: 5, test: 5 } };
  const state = place.path("results/kept.training");
  let saved = Buffer.alloc(0);

  beforeAll(async () => {
    writeFileSync(place.path("kept.json"), JSON.stringify(task));
    expect((await place.run("train", "kept.json")).code).toBe(0);
    saved = readFileSync(state);
  });

  async function refusedWith(other: object = task): Promise<string> {
    writeFileSync(place.path("kept.json"), JSON.stringify(other));
    const { code, stderr } = await place.run("train", "kept.json", "--resume");
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining("SL_TRAINING_STATE at kept.json: results/kept"),
    ]);
    expect(stderr).toMatch(/expected .*\n.*got/);
    expect(stderr).toContain("Train without --resume");
    return stderr;
  }

  it.each([
    ["an empty file", () => new Uint8Array(), /got +0 bytes/],
    ["a text", () => Buffer.from("{}"), /got +first bytes 7b 7d/],
    ["a file that ends within its mark", () => saved.subarray(0, 6), /got +6 bytes/],
    ["a file that ends within its header", () => saved.subarray(0, 40), /got +40 bytes/],
    ["a file that ends within its values", () => saved.subarray(0, -8), /got +\d+ of \d+ bytes/],
    ["a file with other values", () => flipped(saved, saved.length - 1), /another hash/],
    ["a file with another header", () => flipped(saved, 9), /no such header/],
  ])("refuses %s", async (_, bytes, got) => {
    writeFileSync(state, bytes());
    expect(await refusedWith()).toMatch(got);
  });

  it("refuses a folder", async () => {
    rmSync(state);
    mkdirSync(state);
    try {
      expect(await refusedWith()).toMatch(/got +it is a folder/);
    } finally {
      rmSync(state, { recursive: true });
    }
  });

  it.each([
    ["another seed", { ...task, seed: 77 }, /another .*\bseed/],
    ["another optimiser", { ...task, optimiser: { name: "sgd", rate: 0.1 } }, /another optimiser/],
    [
      "another network and batch",
      { ...task, batch: 7, network: { ...task.network, dt: "0.5 ms" } },
      /another batch, network/,
    ],
  ])("refuses the state of %s, and names what differs", async (_, other, got) => {
    writeFileSync(state, saved);
    expect(await refusedWith(other)).toMatch(got);
  });

  it("refuses a state of another version that does not list its parts", async () => {
    const { state: kept } = readState(saved, "file");
    writeFileSync(state, writeState({ fingerprint: "of another training", state: kept }));
    expect(await refusedWith()).toContain("another training file, network or seed");
  });
});

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, k) => (k === at ? byte ^ 1 : byte));
}

it("the command reports spikes after the end, and does nothing with --strict", async () => {
  const encoder = { ...short.encoder, parameters: { last: "40 ms" } };
  writeFileSync(place.path("late.json"), JSON.stringify({ ...short, encoder, epochs: 1 }));
  const warned = await place.run("train", "late.json", "--json");
  expect(warned.code).toBe(0);
  expect(warned.stderr).toMatch(/^warning: SL_TRAINING_LATE at late.json: network.duration/);
  expect(warned.stderr).toMatch(/got +[\d.]+ % of all spikes: [\d ]+ of [\d ]+ to learn from/);
  const { late } = JSON.parse(warned.stdout);
  expect(Object.keys(late)).toEqual(["train", "validation", "test"]);
  const record = JSON.parse(readFileSync(place.path("results/late-training.json"), "utf8"));
  expect(record.late).toEqual(late);
  const strict = await place.run("train", "late.json", "--strict", "--out", "results/strict.json");
  expect([strict.code, strict.stderr]).toEqual([1, expect.stringContaining("SL_TRAINING_LATE")]);
  expect(existsSync(place.path("results/strict.json"))).toBe(false);
});

it("check prepares a training, and reports its errors", async () => {
  writeFileSync(place.path("sound.json"), JSON.stringify(short));
  const sound = await place.run("check", "sound.json");
  expect([sound.code, sound.stderr]).toEqual([0, ""]);
  expect(sound.stdout).toMatch(/sound.json: no errors \(\d+ samples to learn from, 40 samples to/);
  const odd = { ...short, readout: { population: "output", variable: "w" }, epochs: 0 };
  writeFileSync(place.path("odd.json"), JSON.stringify(odd));
  const shape = await place.run("check", "odd.json", "--json");
  expect(shape.code).toBe(1);
  expect(JSON.parse(shape.stdout)).toMatchObject({
    sound: false,
    errors: [{ code: "SL_TRAINING_FILE", place: "odd.json: epochs" }],
  });
  writeFileSync(place.path("odd.json"), JSON.stringify({ ...odd, epochs: 1 }));
  const begun = await place.run("check", "odd.json");
  expect([begun.code, begun.stderr]).toEqual([
    1,
    expect.stringContaining("SL_TRAINING_OPTION at odd.json: readout.variable"),
  ]);
});

it("the command passes the number of workers, which some learners refuse", async () => {
  writeFileSync(place.path("alone.json"), JSON.stringify({ ...short, learner: "eprop" }));
  const { code, stderr } = await place.run("train", "alone.json", "--workers", "2");
  expect([code, stderr]).toEqual([1, expect.stringContaining("alone.json: workers")]);
});
