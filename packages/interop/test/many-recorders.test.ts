import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Disk } from "@spikeloom/files";
import { type DraftFile, draftFile } from "@spikeloom/files";
import { memorySink, type RecorderPlan, type Result, type RunSink } from "@spikeloom/simulate";
import { afterAll, expect, it } from "vitest";
import { openResult } from "../src/hdf5/open-result.ts";
import { streamResult } from "../src/hdf5/result-file.ts";
import { result } from "./sample-result.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-many-"));
afterAll(() => rmSync(folder, { recursive: true }));

const population = Object.keys(result.network.populations)[0] as string;
const plan: RecorderPlan = {
  population,
  size: 10,
  neurons: Uint32Array.of(0),
  hasSpikes: true,
  units: new Map(),
};

/** Result of an interrupted run with the given number of recorders. */
function outcomeOf(count: number): Result {
  const record = Array.from({ length: count }, () => ({ population, variables: ["spikes"] }));
  const network = { ...result.network, record, recordSynapses: [] };
  return {
    ...result,
    network,
    recordings: [],
    synapseRecordings: [],
    interrupted: true,
    steps: 10,
    duration: 1,
  };
}

/** Begin a file with the given number of recorders, each with a group. */
async function begin(
  path: string,
  count: number,
  every: number,
  open = draftFile,
): Promise<RunSink> {
  const sink = streamResult(path, { every, open });
  const recorders = Array.from({ length: count }, () => plan);
  await sink.start?.({ recorders, synapseRecorders: [], outcome: () => outcomeOf(count) });
  return sink;
}

const spikesOf = (recorder: number, step: number) => ({
  recorder,
  steps: Int32Array.of(step),
  neurons: Uint32Array.of(0),
});

it("a chunk takes the same time however many recorders there are", async () => {
  const costOf = async (count: number): Promise<number> => {
    const sink = await begin(join(folder, `chunks-${count}.h5`), count, 1e6);
    const before = process.cpuUsage();
    for (let chunk = 0; chunk < 20; chunk++) {
      for (let k = 0; k < count; k++) sink.spikes(spikesOf(k, chunk));
    }
    const { user } = process.cpuUsage(before);
    await sink.close?.();
    return user / count;
  };
  await costOf(500);
  const few = await costOf(500);
  // With a sum over all recorders at each chunk, eight times as many would make each take eight times as long.
  expect((await costOf(4000)) / few).toBeLessThan(4);
});

it("a file of many recorders that is written during the run stays small", async () => {
  const [path, count] = [join(folder, "small.h5"), 2000];
  const sink = await begin(path, count, 0);
  for (let step = 0; step < 3; step++) {
    for (let k = 0; k < count; k++) sink.spikes(spikesOf(k, step));
    // The shortest time between two commits depends on how long they take.
    await sink.settle?.();
  }
  await sink.close?.();
  expect(statSync(path).size / count).toBeLessThan(16_384);
  openResult(path, (file) => {
    for (const k of [1, 2, 1000, count]) {
      const name = k === 1 ? population : `${population}#${k}`;
      expect([...file.floats(`spikes/${name}/times`)]).toHaveLength(3);
    }
  });
});

it("a short run of many recorders writes their headers once, a long one at each flush", async () => {
  const writtenBy = async (every: number, flushes: number): Promise<number> => {
    const [path, count] = [join(folder, `once-${flushes}.h5`), 2000];
    let bytes = 0;
    const open = (file: string): DraftFile => {
      const draft = draftFile(file);
      const write: Disk["write"] = (data, at) => {
        bytes += data.length;
        draft.disk.write(data, at);
      };
      return { ...draft, disk: { ...draft.disk, write } };
    };
    const sink = await begin(path, count, every, open);
    expect(existsSync(path)).toBe(false);
    for (let k = 0; k < count; k++) sink.spikes(spikesOf(k, 1));
    for (let k = 0; k < flushes; k++) await sink.settle?.();
    await sink.finish?.(outcomeOf(count));
    await sink.close?.();
    openResult(path, (file) => {
      expect([...file.floats(`spikes/${population}#${count}/times`)]).toHaveLength(1);
    });
    return bytes;
  };
  const [once, thrice] = [await writtenBy(1e6, 0), await writtenBy(1e6, 2)];
  // Headers are most of the data: two flushes write them two more times.
  expect(thrice / once).toBeGreaterThan(1.8);
});

it("recorders without spikes write only their headers, all at once", async () => {
  const writesOf = async (count: number): Promise<number> => {
    let writes = 0;
    const open = (file: string): DraftFile => {
      const draft = draftFile(file);
      const write: Disk["write"] = (data, at) => {
        writes += 1;
        draft.disk.write(data, at);
      };
      return { ...draft, disk: { ...draft.disk, write } };
    };
    const sink = await begin(join(folder, `silent-${count}.h5`), count, 1e6, open);
    await sink.finish?.(outcomeOf(count));
    await sink.close?.();
    return writes;
  };
  expect(await writesOf(4000)).toBe(await writesOf(2000));
});

it("the first flush of many recorders occurs once it takes a tenth of the run", async () => {
  const sink = await begin(join(folder, "first.h5"), 4000, 0.001);
  for (let k = 0; k < 4000; k++) sink.spikes(spikesOf(k, 1));
  // It was due a millisecond after the start, without regard to its cost.
  await new Promise((resolve) => setTimeout(resolve, 5));
  sink.advanced?.();
  expect(existsSync(join(folder, "first.h5"))).toBe(false);
  await sink.close?.();
});

it("memory for many recorders grows with what they recorded", () => {
  const before = process.memoryUsage().arrayBuffers;
  const sink = memorySink();
  for (let k = 0; k < 20_000; k++) sink.spikes(spikesOf(k, 1));
  expect(sink.recorded(19_999).spikes.neurons).toHaveLength(1);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000 * 512);
});
