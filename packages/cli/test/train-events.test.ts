import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { encodeEvents } from "@spikeloom/data";
import type { SpikeColumns } from "@spikeloom/kernel";
import { afterAll, describe, expect, it, vi } from "vitest";
import { loadTrained } from "../src/compare/load-trained.ts";
import { measureTrained } from "../src/compare/measure-trained.ts";
import { run, defaultStack as stack } from "../src/index.ts";
import { loadNetwork } from "../src/load/load-network.ts";
import { checkTask } from "../src/train/check-task.ts";
import { lateFault } from "../src/train/late-spikes.ts";
import { prepareTask } from "../src/train/prepare-task.ts";
import type { TaskEncoder, TrainingTask } from "../src/train/task.ts";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 120_000 });

const place = workplace();
afterAll(() => place.remove());

type Event = readonly [t: number, x: number, y: number, p: number];

/** Events of class k: a bar of 2 columns that moves down, brighter on its left. */
function eventsOf(label: number, turn: number): readonly Event[] {
  const rows = Array.from({ length: 8 }, (_, row) => row);
  const bar = rows.flatMap((row): Event[] => [
    [1000 + 900 * row + turn, 2 * label + 1, row, 1],
    // Two events of a pixel and polarity in one step of 1 ms, and one long after the sample.
    [1040 + 900 * row + turn, 2 * label + 1, row, 1],
    [1210 + 900 * row, 2 * label + 2, row, 0],
  ]);
  return [...bar, [90_000, 0, 0, 1]];
}

/** Five bytes per event, as Orchard et al. 2015 describe the files of N-MNIST. */
const nMnist = (events: readonly Event[]): Uint8Array =>
  Uint8Array.from(
    events.flatMap(([t, x, y, p]) => [x, y, (p << 7) | (t >> 16), (t >> 8) & 255, t & 255]),
  );

function write(name: string, bytes: Uint8Array): void {
  mkdirSync(dirname(place.path(name)), { recursive: true });
  writeFileSync(place.path(name), bytes);
}

const [train, test] = [6, 4];
for (let label = 0; label < 3; label++) {
  for (let turn = 0; turn < train + test; turn++) {
    const part = turn < train ? "Train" : "Test";
    write(`bars/${part}/${label}/${turn}.bin`, nMnist(eventsOf(label, 7 * turn)));
  }
}
write("bars/Train/.hidden", new Uint8Array(3));

const plain = { v_rest: "0 mV", v_reset: "0 mV", tau_refrac: "0 ms" };
const neurons = (size: number, threshold: string) => ({
  model: "lif-delta",
  size,
  parameters: { ...plain, tau_m: "15 ms", v_threshold: threshold },
});
const dense = (from: string, to: string) => ({
  from,
  to,
  delay: "1 ms",
  connector: { kind: "all-to-all" },
  weight: { draw: "normal", mean: "0.1 mV", sd: "0.2 mV" } as const,
});

function taskOf(more: Partial<TrainingTask> = {}, size = 128): TrainingTask {
  return {
    format: "spikeloom-training",
    version: 1,
    name: "bars",
    epochs: 8,
    batch: 6,
    seed: 1,
    data: { set: "events", folder: "bars" },
    encoder: {
      name: "events",
      population: "input",
      parameters: { width: 8, height: 8, polarities: 2 },
    },
    network: {
      format: "spikeloom-network",
      version: 1,
      dt: "1 ms",
      duration: "14 ms",
      populations: {
        input: { model: "spike-array", size },
        hidden: neurons(20, "1 mV"),
        output: neurons(3, "1000 V"),
      },
      projections: [dense("input", "hidden"), dense("hidden", "output")],
    },
    readout: { population: "output", variable: "v", reduce: "mean" },
    optimiser: { name: "adam", rate: 0.02 },
    surrogate: { name: "fast-sigmoid", width: 0.1 },
    ...more,
  };
}

const prepared = (task: TrainingTask) =>
  prepareTask(task, { stack, file: place.path("task.json") });

type Prepared = Awaited<ReturnType<typeof prepared>>;

/** Spikes of one sample as step and neuron, in the order of the columns. */
function spikesOf({ test: { examples } }: Prepared, index: number): readonly number[][] {
  const { input } = examples.batch(Uint32Array.of(index)).inputs;
  const { steps, neurons: cells } = input as SpikeColumns;
  return Array.from(steps, (step, k) => [step, cells[k] as number]);
}

/** The same from events, computed one by one. */
function wanted(events: readonly Event[], factor: number, polarities: number): number[][] {
  const side = 8 / factor;
  const first = events[0]?.[0] ?? 0;
  const found = new Map<string, number[]>();
  for (const [t, x, y, p] of events) {
    const step = Math.floor((t - first) / 1000);
    if (step >= 14) continue;
    const row = Math.floor(y / factor) + (polarities === 2 ? p * side : 0);
    const spike = [step, row * side + Math.floor(x / factor)];
    found.set(spike.join(), spike);
  }
  return [...found.values()].sort(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d);
}

describe("a training on files of events", () => {
  it("alternates between all classes, and uses each event once per step and cell", async () => {
    const begun = await prepared(taskOf());
    expect(begun).toMatchObject({ classes: ["0", "1", "2"], train: { examples: { size: 18 } } });
    expect(Array.from(begun.test.samples.targets).slice(0, 6)).toEqual([0, 1, 2, 0, 1, 2]);
    const spikes = spikesOf(begun, 4);
    expect(spikes).toEqual(wanted(eventsOf(1, 7 * (train + 1)), 1, 2));
    expect(spikes.length).toBeGreaterThan(12);
  });

  it("counts events after the end, which are discarded", async () => {
    const begun = await prepared(taskOf());
    // One event of each file is 89 ms after its first, and a file has 25.
    expect([begun.train.late, begun.test.late]).toEqual([
      { count: 18, of: 18 * 25 },
      { count: 12, of: 12 * 25 },
    ]);
    expect(lateFault(begun)?.got).toMatch(/^4[.0]* % of all events: 18 of 450 to learn from/);
    const encoder = { ...taskOf().encoder, for: "14 ms" } as TaskEncoder;
    const asked = await prepared(taskOf({ encoder }));
    expect([asked.train.late, asked.test.late]).toEqual([undefined, undefined]);
  });

  it("merges pixels if cells are larger", async () => {
    const encoder = {
      name: "events",
      population: "input",
      parameters: { width: 4, height: 4 },
    };
    const data = { set: "events", folder: "bars", downsample: 2 };
    const begun = await prepared(taskOf({ encoder, data }, 16));
    expect(spikesOf(begun, 0)).toEqual(wanted(eventsOf(0, 7 * train), 2, 1));
  });

  it("reads any format that files of events have", async () => {
    const events = eventsOf(2, 0);
    const column = (k: 0 | 1 | 2 | 3) => events.map((one) => one[k]);
    const stream = {
      sensor: { width: 8, height: 8 },
      t: Float64Array.from(column(0)),
      x: Uint16Array.from(column(1)),
      y: Uint16Array.from(column(2)),
      p: Uint8Array.from(column(3)),
    };
    for (const part of ["train", "test"]) {
      write(`other/${part}/a/one.aedat4`, encodeEvents(stream, "aedat4"));
    }
    const begun = await prepared(taskOf({ data: { set: "events", folder: "other" } }));
    expect(begun.classes).toEqual(["a"]);
    expect(spikesOf(begun, 0)).toEqual(wanted(events, 1, 2));
  });

  it("accepts events with decreasing times, sorted, on request", async () => {
    const events = eventsOf(1, 0);
    for (const part of ["train", "test"]) {
      write(`back/${part}/a/one.bin`, nMnist([...events.slice(4), ...events.slice(0, 4)]));
    }
    const data = { set: "events", folder: "back" };
    await expect(prepared(taskOf({ data }))).rejects.toThrow(/SL_EVENTS_TIME.*"damage": "keep"/s);
    const begun = await prepared(taskOf({ data: { ...data, damage: "keep" } }));
    expect(spikesOf(begun, 0)).toEqual(wanted(events, 1, 2));
  });

  it("reports what it dropped and reordered, file by file, in text and in JSON", async () => {
    const events = eventsOf(1, 0);
    // The last word of the file is truncated.
    const cut = nMnist(events).slice(0, -2);
    for (const part of ["train", "test"]) {
      write(`cut/${part}/a/back.bin`, nMnist([...events.slice(4), ...events.slice(0, 4)]));
      write(`cut/${part}/a/cut.bin`, part === "test" ? cut : nMnist(events));
    }
    const data = { set: "events", folder: "cut", damage: "keep" } as const;
    writeFileSync(place.path("cut.json"), JSON.stringify({ ...taskOf({ data }), epochs: 1 }));
    const { code, stdout, stderr } = await place.run("train", "cut.json", "--json", "--no-plots");
    expect(code).toBe(0);
    const back = { kept: events.length, damage: { "earlier than the previous event": 1 } };
    const truncated = { kept: events.length - 1, damage: { "bytes of a truncated word": 3 } };
    const { damaged } = JSON.parse(stdout);
    expect(damaged).toMatchObject({ train: [back], test: [back, truncated] });
    expect(damaged.test[1].file).toMatch(/cut[/\\]test[/\\]a[/\\]cut\.bin$/);
    expect(stderr).toMatch(/^warning: SL_TRAINING_DAMAGE/m);
    expect(stderr).toContain(`cut.bin: ${events.length - 1} events kept, 3 bytes of a truncated`);
  });

  it("equals the example in the specification of training files", async () => {
    const text = readFileSync(new URL("../../../specs/training/1/README.md", import.meta.url));
    const shown = JSON.parse(/```json\n(.*?)```/s.exec(text.toString())?.[1] ?? "null");
    expect(checkTask(shown)).toEqual([]);
    // The bars are in a corner of its sensor.
    const begun = await prepared({ ...shown, data: { ...shown.data, folder: "bars" } });
    expect(begun.validation?.examples.size).toBe(2);
    const learner = await begun.begin();
    expect(await learner.evaluate(begun.test.examples.batch(Uint32Array.of(0)))).toMatchObject({
      outputs: { length: 10 },
    });
    await learner.close?.();
  });

  it("is learned, written as a network with the same spikes, and compared", async () => {
    writeFileSync(place.path("task.json"), JSON.stringify(taskOf()));
    const learnt = await place.run("train", "task.json", "--no-plots");
    expect(learnt).toMatchObject({ code: 0, stdout: expect.stringMatching(/test +12 +100\.0 %/) });
    const path = place.path("results/task.json");
    const loaded = await loadTrained(path, { stack, allowOutside: true });
    const result = await run(await loadNetwork(path, { stack }), { stack });
    const sent = result.recordings.find(({ population }) => population === "input")?.spikes;
    const seen = Array.from(sent?.times ?? [], (time, k) => [
      Math.round(time) - 1,
      sent?.neurons[k] as number,
    ]);
    expect(seen.sort(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d)).toEqual(
      spikesOf(loaded, 0),
    );
    const measured = measureTrained(loaded);
    const other = measureTrained(
      await prepared(taskOf({ seed: 2 })).then((one) => ({ ...one, name: "other" })),
    );
    expect(measured.right.every((one) => one)).toBe(true);
    const steps = measured.duration / loaded.program.dt;
    expect(measured.passes).toEqual({ count: steps, reason: "events" });
    expect(measured.withoutSpikes).toBe(steps * measured.synapses);
    expect(measured.samplesHash).toBe(other.samplesHash);
    const record = JSON.parse(readFileSync(place.path("results/task-training.json"), "utf8"));
    expect(record).toMatchObject({ task: { data: { folder: "../bars" } }, test: { right: 12 } });
  });

  const refused: readonly (readonly [string, Partial<TrainingTask>, string])[] = [
    [
      "another encoder",
      { encoder: { name: "rate", population: "input" } },
      'Use the encoder "events"',
    ],
    [
      "a sensor larger than stated",
      {
        encoder: {
          name: "events",
          population: "input",
          parameters: { width: 16, height: 4, polarities: 2 },
        },
      },
      "columns below 16 and rows below 4",
    ],
    [
      "a sensor of other cells than neurons",
      {
        encoder: {
          name: "events",
          population: "input",
          parameters: { width: 8, height: 7, polarities: 2 },
        },
      },
      "8 × 7 × 2 = 112",
    ],
    ["a folder without parts", { data: { set: "events", folder: "bars/Train" } }, '"train"'],
    ["no folder", { data: { set: "events" } }, '"set": "events" with "folder"'],
    [
      "damage of images",
      { data: { set: "digits", damage: "keep" } },
      "applies only to event files",
    ],
    ["cells of images", { data: { set: "digits", downsample: 2 } }, "applies only to events"],
    [
      "values without a time",
      { encoder: { ...(taskOf().encoder as TaskEncoder), range: [0, 1] } },
      "encoder.range",
    ],
  ];
  it.each(refused)("is refused for %s", async (_, more, text) => {
    await expect(prepared(taskOf(more))).rejects.toThrow(text);
  });
});
