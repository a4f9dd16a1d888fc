import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DraftFile, draftFile } from "@spikeloom/files";
import { SpikeLoomError } from "@spikeloom/kernel";
import {
  memorySink,
  type RecordedRows,
  type RecorderPlan,
  type Result,
  type RunSink,
  type StartedRun,
  type SynapseRecorderPlan,
} from "@spikeloom/simulate";
import { afterAll, describe, expect, it } from "vitest";
import { readResult, resultFile } from "../src/hdf5/index.ts";
import { streamResult } from "../src/hdf5/result-file.ts";
import { result } from "./sample-result.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-stream-"));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const recorders: readonly RecorderPlan[] = result.recordings.map((recording) => ({
  population: recording.population,
  size: recording.size,
  neurons: recording.neurons,
  hasSpikes: recording.spikes !== undefined,
  units: new Map([...recording.samples].map(([name, { unit }]) => [name, unit])),
}));

const synapseRecorders: readonly SynapseRecorderPlan[] = result.synapseRecordings.map(
  ({ projection, from, to, sets }) => ({
    projection,
    from,
    to,
    first: 0,
    every: 100,
    last: 1e9,
    onChange: false,
    changes: true,
    units: new Map([...(sets[0]?.snapshots ?? [])].map(([name, { unit }]) => [name, unit])),
  }),
);

/** A run that has completed the given `steps`. */
function runAt(): StartedRun & { steps: number } {
  const run = {
    steps: 0,
    recorders,
    synapseRecorders,
    outcome: (): Result => ({
      ...result,
      recordings: [],
      synapseRecordings: [],
      interrupted: true,
      steps: run.steps,
      duration: run.steps / 10,
    }),
  };
  return run;
}

/** Pass on what recorders wrote from one step until before another. */
function send(sink: RunSink, from: number, until: number): void {
  const isIn = (step: number): boolean => step >= from && step < until;
  for (const [recorder, { spikes, samples, neurons }] of result.recordings.entries()) {
    if (spikes !== undefined) {
      const chosen = [...spikes.steps.keys()].filter((k) => isIn(spikes.steps[k] ?? 0));
      const steps = Int32Array.from(chosen, (k) => spikes.steps[k] ?? 0);
      sink.spikes({
        recorder,
        steps,
        neurons: Uint32Array.from(chosen, (k) => spikes.neurons[k] ?? 0),
        offsets: Float64Array.from(
          chosen,
          (k) => (spikes.times[k] ?? 0) - (spikes.steps[k] ?? 0) / 10,
        ),
      });
    }
    for (const [variable, { times, values, unit }] of samples) {
      const rows = [...times.keys()].filter((k) => isIn(Math.round((times[k] ?? 0) * 10)));
      // Internally currents are in pA; the sample has nA.
      const scale = unit === "nA" ? 1000 : 1;
      const picked = rows.flatMap((k) => [
        ...values.subarray(k * neurons.length, (k + 1) * neurons.length),
      ]);
      sink.samples({
        recorder,
        variable,
        steps: Int32Array.from(rows, (k) => Math.round((times[k] ?? 0) * 10)),
        values: Float64Array.from(picked, (value) => value * scale),
      });
    }
  }
}

/** Pass on what recorders of synapses wrote, set by set. */
function sendSynapses(sink: RunSink, from: number, until: number): void {
  const isIn = (step: number): boolean => step >= from && step < until;
  for (const [recorder, { sets }] of result.synapseRecordings.entries()) {
    for (const { since, sources, targets, delays, snapshots } of sets) {
      const step = Math.round(since * 10);
      const ends = { sources, targets, delays: Int32Array.from(delays, (one) => one * 10) };
      if (isIn(step)) sink.synapses?.({ recorder, step, ...ends });
      for (const [variable, { times, values, unit }] of snapshots) {
        const scale = unit === "nA" ? 1000 : 1;
        for (const [row, time] of times.entries()) {
          const own = values.slice(row * sources.length, (row + 1) * sources.length);
          const stamp = Math.round(time * 10);
          const sent = { recorder, variable, step: stamp, values: own.map((one) => one * scale) };
          if (isIn(stamp)) sink.snapshot?.(sent);
        }
      }
    }
  }
}

async function failure(attempt: () => unknown): Promise<SpikeLoomError> {
  try {
    await attempt();
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return fault;
    throw new Error(`no coded error: ${String(fault)}`);
  }
  throw new Error("nothing failed");
}

/** A draft whose disk is full after the given number of bytes. */
function smallDisk(bytes: number, code = "ENOSPC"): (path: string) => DraftFile {
  return (path) => {
    const draft = draftFile(path);
    let left = bytes;
    const write = (values: Uint8Array, to: number): void => {
      left -= values.length;
      if (left < 0) throw Object.assign(new Error(code), { code });
      draft.disk.write(values, to);
    };
    return { ...draft, disk: { ...draft.disk, write } };
  };
}

describe("a streamed result", () => {
  it("is the same as one that was written as a whole, in pieces or at once", async () => {
    for (const every of [0, 1000]) {
      const path = at(`whole-${every}.h5`);
      const [sink, run] = [resultFile(path, { every }), runAt()];
      await sink.start?.(run);
      for (const [from, until] of [
        [0, 2],
        [2, 2],
        [2, 7],
        [7, 9999],
        [9999, 10_001],
      ] as const) {
        send(sink, from, until);
        sendSynapses(sink, from, until);
        run.steps = until;
        await sink.advanced?.();
      }
      await sink.finish?.(result);
      await sink.close?.();
      expect(await readResult(path)).toEqual(result);
    }
  });

  it("can be read at every flush, as an interrupted run of that many steps", async () => {
    const [sink, run] = [resultFile(at("flush.h5"), { every: 0 }), runAt()];
    await sink.start?.(run);
    for (const until of [0, 4, 8]) {
      send(sink, run.steps, until);
      run.steps = until;
      await sink.advanced?.();
      copyFileSync(at("flush.h5"), at("copy.h5"));
      const read = await readResult(at("copy.h5"));
      expect([read.interrupted, read.steps, read.duration]).toEqual([true, until, until / 10]);
      const wanted = (result.recordings[0]?.spikes?.steps ?? []).filter((step) => step < until);
      expect([...(read.recordings[0]?.spikes?.steps ?? [])]).toEqual([...wanted]);
    }
    sink.close?.();
  });

  it("is flushed after a time, or when half of the allowed data waits, and not before", async () => {
    const steps = async (options: object, sent: boolean): Promise<number> => {
      const [sink, run] = [resultFile(at("when.h5"), options), runAt()];
      await sink.start?.(run);
      if (sent) send(sink, 0, 9);
      run.steps = 9;
      await sink.advanced?.();
      copyFileSync(at("when.h5"), at("copy.h5"));
      await sink.close?.();
      return (await readResult(at("copy.h5"))).steps;
    };
    expect(await steps({ every: 1000 }, true)).toBe(0);
    expect(await steps({ every: 0 }, false)).toBe(9);
    expect(await steps({ every: 1000, most: 100 }, true)).toBe(9);
  });

  it("buffers no more than allowed, even within a chunk", async () => {
    const path = at("bounded.h5");
    const [sink, run] = [resultFile(path, { every: 1000, most: 4096 }), runAt()];
    await sink.start?.(run);
    const length = 1000;
    const chunk = { recorder: 2, steps: new Int32Array(length), neurons: new Uint32Array(length) };
    for (let k = 0; k < 100; k++) sink.spikes(chunk);
    // 12 bytes per spike; at most 4096 of them, and the data of the last chunk, are still in memory.
    expect(statSync(path).size).toBeGreaterThan(12 * 99 * length - 4096);
    await sink.close?.();
  });
});

describe("an older file of that name", () => {
  it("stays until the first step, and no draft remains", async () => {
    writeFileSync(at("older.h5"), "older");
    const sink = resultFile(at("older.h5"));
    await sink.close?.();
    expect(readFileSync(at("older.h5"), "utf8")).toBe("older");
    const full = streamResult(at("older.h5"), { open: smallDisk(5000), overwrite: true });
    const fault = await failure(() => full.start?.(runAt()));
    await full.close?.();
    expect([fault.code, fault.place]).toEqual(["SL_RESULT_FULL", at("older.h5")]);
    expect(fault.message).not.toContain("can be read");
    expect(readFileSync(at("older.h5"), "utf8")).toBe("older");
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("is replaced if a link refers to it, but folders and other objects are refused", async () => {
    writeFileSync(at("target.h5"), "older");
    symlinkSync(at("target.h5"), at("link.h5"));
    const refused = await failure(() => resultFile(at("link.h5")).start?.(runAt()));
    expect([refused.code, refused.got]).toEqual([
      "SL_OUTPUT_OTHER",
      "not a result file, or a damaged one",
    ]);
    const sink = resultFile(at("link.h5"), { overwrite: true });
    await sink.start?.(runAt());
    await sink.close?.();
    // Its own result has no other owner.
    const again = resultFile(at("link.h5"));
    await again.start?.(runAt());
    await again.close?.();
    expect((await readResult(at("target.h5"))).steps).toBe(0);
    const isFolder = await failure(() => resultFile(folder).start?.(runAt()));
    expect([isFolder.code, isFolder.summary]).toEqual([
      "SL_RESULT_WRITE",
      "The result cannot be written: it is a folder.",
    ]);
    const absent = await failure(() => resultFile(at("none/x.h5")).start?.(runAt()));
    expect(absent.code).toBe("SL_RESULT_WRITE");
    expect(existsSync(at("none"))).toBe(false);
  });
});

describe("a disk that is full", () => {
  it("ends with a code that states how much is safe, and that much can be read", async () => {
    for (const [code, expected] of [
      ["ENOSPC", "SL_RESULT_FULL"],
      ["EDQUOT", "SL_RESULT_FULL"],
      ["EFBIG", "SL_RESULT_FULL"],
      ["EIO", "SL_RESULT_WRITE"],
    ] as const) {
      const path = at(`full-${code}.h5`);
      const [sink, run] = [
        streamResult(path, { every: 0, open: smallDisk(80_000, code) }),
        runAt(),
      ];
      const fault = await failure(async () => {
        await sink.start?.(run);
        for (;;) {
          send(sink, 0, 9);
          run.steps += 9;
          await sink.advanced?.();
        }
      });
      await sink.close?.();
      const read = await readResult(path);
      expect([fault.code, fault.place, read.interrupted]).toEqual([expected, path, true]);
      expect(read.steps).toBe(run.steps - 9);
      expect(fault.message).toContain(
        `contains the first ${read.duration} ms (${read.steps} steps)`,
      );
    }
  });
});

describe("a run that resumes from a checkpoint", () => {
  /** How many rows there are in steps before this one. */
  function rowsBefore(until: number): RecordedRows {
    const count = (times: Float64Array): number =>
      times.filter((time) => Math.round(time * 10) < until).length;
    return {
      recorders: result.recordings.map(({ spikes, samples }) => ({
        spikes: spikes === undefined ? 0 : count(spikes.times),
        samples: Object.fromEntries([...samples].map(([name, { times }]) => [name, count(times)])),
      })),
      synapses: result.synapseRecordings.map(({ sets }) => {
        const counts: Record<string, number> = {};
        for (const { snapshots } of sets) {
          for (const [name, { times }] of snapshots)
            counts[name] = (counts[name] ?? 0) + count(times);
        }
        return counts;
      }),
    };
  }

  async function until(path: string, step: number): Promise<void> {
    const [sink, run] = [resultFile(path, { every: 1000 }), runAt()];
    await sink.start?.(run);
    send(sink, 0, step);
    sendSynapses(sink, 0, step);
    run.steps = step;
    await sink.settle?.();
    await sink.close?.();
  }

  it("keeps data up to the checkpoint, cuts the rest, and equals an uninterrupted run at the end", async () => {
    for (const [checkpoint, killed] of [
      [0, 0],
      [2, 9999],
      [7, 8],
      [150, 320],
      [250, 250],
      [301, 10_001],
    ] as const) {
      const path = at(`resumed-${checkpoint}.h5`);
      await until(path, killed);
      const received = memorySink();
      const sink = resultFile(path, { every: 0, resume: path, also: received });
      const run = { ...runAt(), resumed: rowsBefore(checkpoint) };
      run.outcome = () => ({ ...result, recordings: [], synapseRecordings: [], duration: 1000 });
      await sink.start?.(run);
      send(sink, checkpoint, 10_001);
      // Known ends are sent again with the next snapshot.
      for (const [recorder, { sets }] of result.synapseRecordings.entries()) {
        const known = sets.filter(({ since }) => since * 10 < checkpoint).at(-1);
        if (known === undefined) continue;
        const delays = Int32Array.from(known.delays, (one) => one * 10);
        sink.synapses?.({ recorder, step: checkpoint, ...known, delays });
      }
      sendSynapses(sink, checkpoint, 10_001);
      await sink.finish?.(result);
      await sink.close?.();
      expect(await readResult(path)).toEqual(result);
      const before = rowsBefore(checkpoint);
      expect(received.recorded(0).spikes.steps.length).toBe(before.recorders[0]?.spikes);
      const internal = result.recordings[0]?.samples.get("i_syn")?.values ?? new Float64Array(0);
      const sent = received.recorded(0).samples.get("i_syn")?.values ?? new Float64Array(0);
      // Internally currents are in pA; the file has nA.
      expect([...sent]).toEqual([...internal.subarray(0, sent.length)].map((one) => one * 1000));
      const sets = received.recordedSynapses(0).length;
      expect(sets).toBe(
        result.synapseRecordings[0]?.sets.filter(({ since }) => since * 10 < checkpoint).length,
      );
    }
  });

  it("is refused in a file that lacks data of the checkpoint, or of another network", async () => {
    const attempt = async (path: string, network = result.network): Promise<string> => {
      const sink = resultFile(at("other.h5"), { resume: path });
      const run = { ...runAt(), resumed: rowsBefore(250) };
      run.outcome = () => ({ ...result, network, recordings: [], synapseRecordings: [] });
      const fault = await failure(() => sink.start?.(run));
      await sink.close?.();
      return fault.code;
    };
    await until(at("short-spikes.h5"), 3);
    await until(at("short-weights.h5"), 150);
    await until(at("enough.h5"), 300);
    const codes = [
      await attempt(at("short-spikes.h5")),
      await attempt(at("short-weights.h5")),
      await attempt(at("enough.h5"), { ...result.network, seed: 5 }),
      await attempt(at("absent.h5")),
    ];
    expect(codes).toEqual([
      "SL_RESULT_RESUME",
      "SL_RESULT_RESUME",
      "SL_RESULT_RESUME",
      "SL_RESULT_READ",
    ]);
    expect(existsSync(at("other.h5"))).toBe(false);
  });
});
