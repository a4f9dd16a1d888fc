import {
  bytesSource,
  type FormatRecord,
  type NetworkRecord,
  readFormat,
  writeFormat,
} from "@spikeloom/kernel";
import { previewSink, type Result, readCheckpoint, spikeSeries } from "@spikeloom/simulate";
import { clock, readResult, resultFile, run, simulate, defaultStack as stack } from "spikeloom";
import { afterAll, describe, expect, it } from "vitest";
import { offGrid } from "../../../tools/test/off-grid.ts";
import { setup } from "../src/pynn/index.ts";
import { workplace } from "./spikeloom.ts";

const place = workplace();
afterAll(() => place.remove());

const backend = offGrid(clock());

const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  dt: "0.1 ms",
  duration: "100 ms",
  seed: 3,
  populations: {
    S: { model: "poisson", size: 5, parameters: { rate: "200 Hz" } },
    E: { model: "lif-curr-exp", size: 6, parameters: { i_offset: "1.2 nA" } },
  },
  projections: [
    {
      from: "S",
      to: "E",
      receptor: "excitatory",
      connector: { kind: "all-to-all" },
      weight: "0.3 nA",
      delay: "1 ms",
    },
  ],
  record: [
    { population: "S", variables: ["spikes"] },
    { population: "E", variables: ["spikes", "v"], every: "1 ms" },
  ],
};

const whole = await run(network, { stack, backend });

/** Neuron and time of all spikes, by population. */
function spikesOf({ recordings }: Pick<Result, "recordings">): unknown {
  return recordings
    .filter(({ spikes }) => spikes !== undefined)
    .map(({ spikes }) => [[...(spikes?.neurons ?? [])], [...(spikes?.times ?? [])]]);
}

async function filesOf(
  format: FormatRecord,
  result: Result = whole,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { files } = await writeFormat(format, { holds: "result", result }, { stack });
  const written = new Map<string, Uint8Array>();
  for await (const { name, pieces } of files) {
    const parts: Uint8Array[] = [];
    for await (const piece of pieces) parts.push(piece);
    written.set(name, Buffer.concat(parts));
  }
  return written;
}

/** Write a result in a format, and read it again. */
async function again(name: string, result: Result): Promise<Result> {
  const format = stack.get("format", name);
  const [[main, bytes] = ["", new Uint8Array()]] = await filesOf(format, result);
  const { thing } = await readFormat(format, bytesSource(main, bytes), { stack });
  if (thing.holds !== "result") throw new Error("no result");
  return thing.result as Result;
}

/** All spike times in order; populations and neurons may have other names. */
function timesOf({ recordings }: Result): readonly number[] {
  return recordings.flatMap(({ spikes }) => [...(spikes?.times ?? [])]).sort((a, b) => a - b);
}

/** Compare up to two roundings of a double: a unit of seconds needs one on the way in and one on the way out. */
function expectClose(got: Result, expected: Result): void {
  const [own, all] = [timesOf(got), timesOf(expected)];
  expect(own.length).toBe(all.length);
  const errors = all.map((time, k) => Math.abs((own[k] ?? 0) - time) / time);
  expect(Math.max(...errors)).toBeLessThanOrEqual(2 * Number.EPSILON);
}

describe("spikes off the grid keep their times", () => {
  it("in memory", () => {
    const [, E] = whole.recordings;
    const times = [...(E?.spikes?.times ?? [])];
    expect(times.length).toBeGreaterThan(20);
    const off = times.filter((time, k) => time !== (E?.spikes?.steps[k] ?? 0) / 10);
    expect(off.length).toBe(times.length);
    expect(times.toSorted((a, b) => a - b)).toEqual(times);
  });

  it("in a result file, streamed or written at once, to the last bit", async () => {
    const path = place.path("streamed.h5");
    await run(network, { stack, backend, sink: resultFile(path) });
    expect(spikesOf(await readResult(path))).toEqual(spikesOf(whole));
    const [bytes = new Uint8Array()] = (
      await filesOf(stack.get("format", "spikeloom-result"))
    ).values();
    const source = bytesSource("r.h5", bytes);
    const { thing } = await readFormat(stack.get("format", "spikeloom-result"), source, { stack });
    if (thing.holds !== "result") throw new Error("no result");
    const read = thing.result as Result;
    expect(spikesOf(read)).toEqual(spikesOf(whole));
    const steps = ({ recordings }: Result) => recordings.map(({ spikes }) => spikes?.steps);
    expect(steps(read)).toEqual(steps(whole));
  });

  it("in a result file that a checkpoint resumes", async () => {
    const path = place.path("resumed.h5");
    const files: Uint8Array[] = [];
    const checkpoint = { every: "40 ms", write: (bytes: Uint8Array) => void files.push(bytes) };
    await run(network, { stack, backend, sink: resultFile(path), checkpoint });
    const from = await readCheckpoint(files[0] ?? new Uint8Array());
    const seen: unknown[] = [];
    const also = {
      spikes: ({ steps, offsets }: { steps: Int32Array; offsets?: Float64Array | undefined }) =>
        void seen.push(...steps.map((step, k) => step / 10 + (offsets?.[k] ?? 0))),
      samples: () => undefined,
    };
    await run(network, { stack, backend, from, sink: resultFile(path, { resume: path, also }) });
    expect(spikesOf(await readResult(path))).toEqual(spikesOf(whole));
    expect(seen.length).toBeGreaterThan(10);
  });

  it("in tables, to the last bit", async () => {
    const files = await filesOf(stack.get("format", "csv"));
    const text = new TextDecoder().decode(files.get("spikes.csv"));
    const times = text
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => Number(line.split(",")[0]));
    const all = whole.recordings.flatMap(({ spikes }) => [...(spikes?.times ?? [])]);
    expect(times).toEqual(all);
  });

  it.each(["nwb", "sonata"])("in %s, up to the rounding of its unit", async (name) => {
    expectClose(await again(name, whole), whole);
  });

  it("in nwb, however close to the grid they are", async () => {
    const [, E] = whole.recordings;
    if (E?.spikes === undefined) throw new Error("no spikes");
    // 1e-7 of a step.
    const times = Float64Array.from(E.spikes.steps, (step) => step / 10 + 1e-8);
    const close = { ...whole, recordings: [{ ...E, spikes: { ...E.spikes, times } }] };
    expectClose(await again("nwb", close), close);
  });

  it("in data of PyNN", async () => {
    const sim = setup({ backend, timestep: 0.1 });
    const neurons = sim.Population(5, sim.IF_curr_exp({ i_offset: [1, 1.1, 1.2, 1.3, 1.4] }));
    neurons.record("spikes");
    await sim.run(100);
    const [segment] = neurons.getData().segments;
    const times = (segment?.spiketrains ?? []).flatMap((train) => [...train.times]);
    await sim.end();
    expect(times.length).toBeGreaterThan(20);
    expect(times.filter((time) => time === Math.round(time * 10) / 10)).toEqual([]);
  });

  it("in previews, series and between steps", async () => {
    const sink = previewSink({ most: 1_000_000 });
    await run(network, { stack, backend, sink });
    expect(spikesOf({ recordings: sink.recordings() })).toEqual(spikesOf(whole));
    const series = spikeSeries(whole);
    expect(series.map(({ times }) => [...times])).toEqual(
      whole.recordings.map(({ spikes }) => [...(spikes?.times ?? [])]),
    );
    const sim = await simulate(network, { stack, backend, seed: 3 });
    const seen: number[] = [];
    for (let k = 0; k < 10; k++) {
      await sim.advance("10 ms");
      seen.push(...sim.spikes("E").times);
    }
    await sim.close();
    expect(seen).toEqual([...(whole.recordings[1]?.spikes?.times ?? [])]);
  });
});
