import {
  bytesSource,
  createStack,
  type FormatRecord,
  type Loss,
  readFormat,
  writeFormat,
} from "@spikeloom/kernel";
import { resolveConvention } from "@spikeloom/network";
import type { Result } from "@spikeloom/simulate";
import { type Dataset, File, type Group, ready } from "h5wasm/node";
import { afterAll, describe, expect, it } from "vitest";
import { formats } from "../../src/formats/index.ts";
import { emptyFolder } from "../read/files.ts";
import { result } from "../sample-result.ts";
import { results } from "./results.ts";

const stack = createStack({ plugins: formats });
const format: FormatRecord = stack.get("format", "nwb");

async function written(
  of: Result,
  options: Record<string, unknown> = {},
): Promise<{ readonly bytes: Uint8Array; readonly losses: readonly Loss[] }> {
  const { files, losses } = await writeFormat(
    format,
    { holds: "result", result: of },
    { stack, options },
  );
  const parts: Uint8Array[] = [];
  for await (const { pieces } of files) for await (const piece of pieces) parts.push(piece);
  return { bytes: Buffer.concat(parts), losses };
}

async function again(of: Result): Promise<unknown> {
  const { bytes } = await written(of);
  const { thing, losses } = await readFormat(format, bytesSource("r.nwb", bytes), { stack });
  expect(losses).toEqual([]);
  return thing.holds === "result" ? thing.result : undefined;
}

describe("a result as NWB", () => {
  it.each(Object.entries(results))("is restored: %s", async (_, of) => {
    expect(await again(of)).toEqual(of);
  });

  it("reports what NWB has no place or type for", async () => {
    const places = async (name: string): Promise<readonly string[]> => {
      const { losses } = await written(results[name] as Result);
      return losses.map(({ code, place }) => `${code} ${place}`);
    };
    expect(await places("several populations")).toEqual(["network network"]);
    expect(await places("no spikes at all")).toEqual(["network network", "silent units"]);
    expect(await places("synapses alone")).toEqual([
      ...["network network", "synapses synapses.a/b", "synapses synapses.E->L23-exc"],
    ]);
    const [recording] = result.recordings;
    const v = recording?.samples.get("v");
    const times = v?.times.subarray(0, 1) as Float64Array;
    const wide = new Map([["v", { ...v, times, values: Float64Array.of(1, 2) }]]);
    const of = { ...result, recordings: [{ ...recording, samples: wide }] } as unknown as Result;
    const { losses } = await written({ ...of, synapseRecordings: [] });
    expect(losses.map(({ code, place }) => `${code} ${place}`)).toEqual([
      ...["network network", "wide E_v"],
    ]);
  });

  it("sorts 10,000 spikes of 300 neurons, in either direction", async () => {
    const size = 300;
    const count = 10_000;
    const steps = Int32Array.from({ length: count }, (_, k) => Math.floor(k / 7));
    const spikes = {
      steps,
      times: Float64Array.from(steps, (step) => step / 10),
      neurons: Uint32Array.from(steps, (step, k) => (step * 41 + (k % 7) * 40) % size),
    };
    // Within a step, ascending, as in a run.
    for (let k = 0; k < count; k += 7) spikes.neurons.subarray(k, k + 7).sort();
    const neurons = Uint32Array.from({ length: size }, (_, k) => k);
    const network = {
      ...result.network,
      populations: { E: { model: "lif", size } },
      record: [{ population: "E", variables: ["spikes"] }],
      projections: [],
      recordSynapses: [],
    };
    const recordings = [{ population: "E", size, neurons, spikes, samples: new Map() }];
    const of = { ...result, network, recordings, synapseRecordings: [], spikeCounts: { E: count } };
    expect(await again(of)).toEqual(of);
  });

  it("refuses spikes of a neuron that was not recorded", async () => {
    const [recording] = result.recordings;
    const neurons = Uint32Array.of(2);
    const of = { ...result, recordings: [{ ...recording, neurons }] } as unknown as Result;
    await expect(written(of)).rejects.toMatchObject({ code: "SL_NWB_SHAPE" });
  });
});

describe("a clamped neuron as NWB", () => {
  const folder = emptyFolder();
  afterAll(() => folder.remove());

  async function opened<Found>(of: Result, look: (file: File) => Found): Promise<Found> {
    await ready;
    const file = new File(folder.write("clamped.nwb", (await written(of)).bytes), "r");
    try {
      return look(file);
    } finally {
      file.close();
    }
  }
  const clamped = results["a clamped neuron"] as Result;

  it.each([
    ["start", 200],
    ["end", 199],
    ["previous", 201],
  ] as const)("has the current of the step that is held as %s", async (inputHold, first) => {
    const convention = { ...resolveConvention("nest"), inputHold };
    const of = { ...clamped, network: { ...clamped.network, convention } };
    const current = await opened(of, (file) => {
      const data = file.get("stimulus/presentation/E_4_i_inj/data") as Dataset;
      return [...(data.value as Float64Array)];
    });
    // From 20 ms on in steps of 0.1 ms.
    expect(current).toHaveLength(1000);
    expect(current.findIndex((value) => value !== 0)).toBe(first);
    expect(current[first]).toBeCloseTo(0.8, 12);
  });

  it("has its potential and the current, and no other state in mV", async () => {
    const recordings = clamped.recordings.map((one) => {
      const v = one.samples.get("v");
      return v === undefined ? one : { ...one, samples: new Map([...one.samples, ["v_th_1", v]]) };
    });
    const kinds = await opened({ ...clamped, recordings }, (file) => {
      const acquisition = file.get("acquisition") as Group;
      return acquisition
        .keys()
        .map((name) => [name, (acquisition.get(name) as Group).attrs["neurodata_type"]?.value]);
    });
    expect(kinds).toEqual([
      ["E_v", "CurrentClampSeries"],
      ["E_v_th_1", "TimeSeries"],
    ]);
  });
});
