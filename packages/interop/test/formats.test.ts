import {
  type ByteSource,
  bytesSource,
  createStack,
  type FormatRecord,
  type FormatThing,
  type NetworkRecord,
  readFormat,
  thingOf,
  writeFormat,
} from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { formats } from "../src/formats/index.ts";
import { result } from "./sample-result.ts";

const stack = createStack({ plugins: formats });
const formatOf = (name: string): FormatRecord => stack.get("format", name);

/** Write a thing and put the pieces of each file together. */
async function bytesOf(
  format: FormatRecord,
  thing: FormatThing,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { files } = await writeFormat(format, thing, { stack });
  const written = new Map<string, Uint8Array>();
  for await (const { name, pieces } of files) {
    const parts: Uint8Array[] = [];
    for await (const piece of pieces) parts.push(piece);
    written.set(name, Buffer.concat(parts));
  }
  return written;
}

describe("a source", () => {
  const format = formatOf("spikeloom-result");

  it("whose first bytes cannot be read reports it once", async () => {
    const unhandled: unknown[] = [];
    const hear = (fault: unknown): void => void unhandled.push(fault);
    process.on("unhandledRejection", hear);
    const read = (): Promise<never> => Promise.reject(new Error("gone"));
    const reading = readFormat(format, { name: "r.h5", size: 99, read }, { stack });
    await expect(reading).rejects.toThrow("gone");
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off("unhandledRejection", hear);
    expect(unhandled).toEqual([]);
  });

  it("that answers now at once, now by a promise, is refused by code", async () => {
    const files = await bytesOf(format, { holds: "result", result });
    const [bytes = new Uint8Array()] = files.values();
    let calls = 0;
    const read = (start: number, end: number): Uint8Array | Promise<Uint8Array> => {
      const part = bytes.subarray(start, end);
      return calls++ === 0 ? part : Promise.resolve(part);
    };
    const size = bytes.length;
    const reading = readFormat(format, { name: "r.h5", size, read }, { stack });
    await expect(reading).rejects.toMatchObject({ code: "SL_RESULT_READ" });
  });
});

describe("spikeloom-result", () => {
  const format = formatOf("spikeloom-result");
  const thing: FormatThing = { holds: "result", result };

  it.each([
    ["at once", (bytes: Uint8Array): ByteSource => bytesSource("r.h5", bytes)],
    [
      "by promises",
      (bytes: Uint8Array): ByteSource => ({
        name: "r.h5",
        size: bytes.length,
        read: async (start, end) => bytes.slice(start, end),
      }),
    ],
  ])("is restored from bytes that arrive %s", async (_, sourceOf) => {
    const bytes = (await bytesOf(format, thing)).get("result.h5") ?? new Uint8Array(0);
    const read = await readFormat(format, sourceOf(bytes), { stack });
    expect(thingOf(read.thing, "result").result).toEqual(result);
    expect(read.losses).toEqual([]);
  });

  it("requests only a few parts of a large file until rows are needed", async () => {
    const bytes = (await bytesOf(format, thing)).get("result.h5") ?? new Uint8Array(0);
    const asked: number[] = [];
    const watched: ByteSource = {
      name: "r.h5",
      size: bytes.length,
      read(start, end) {
        asked.push(end - start);
        return bytes.subarray(start, end);
      },
    };
    await readFormat(format, watched, { stack });
    expect(Math.max(...asked)).toBeLessThanOrEqual(2 ** 16);
  });

  it("locates the error in other bytes", async () => {
    const source = bytesSource("notes.h5", new TextEncoder().encode("These are no numbers."));
    await expect(readFormat(format, source, { stack })).rejects.toMatchObject({
      code: "SL_RESULT_DAMAGED",
      place: "notes.h5",
    });
  });
});

describe("spikeloom-network", () => {
  const format = formatOf("spikeloom-network");
  const pairs = Uint32Array.of(0, 1, 2, 0);
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    populations: { A: { model: "lif", size: 3 } },
    projections: [
      { from: "A", to: "A", connector: { kind: "pairs", pairs }, weight: "1 nA" },
      {
        from: "A",
        to: "A",
        connector: { kind: "all-to-all" },
        weight: { file: "weights.h5", path: "w", unit: "nA" },
      },
    ],
  };

  it("writes lists of connections to a separate file, and reports which files belong together", async () => {
    const thing: FormatThing = { holds: "network", network };
    const { losses } = await writeFormat(format, thing, { stack });
    expect(losses).toEqual([
      {
        code: "beside",
        place: "projections[1].weight",
        message: "Its values are in weights.h5, which must be next to the new file.",
      },
    ]);
    const files = await bytesOf(format, thing);
    expect([...files.keys()]).toEqual(["network.json", "network-connections.h5"]);
    const text = files.get("network.json") ?? new Uint8Array(0);
    const read = await readFormat(format, bytesSource("network.json", text), { stack });
    expect(thingOf(read.thing, "network").network).toEqual({
      ...network,
      projections: [
        {
          ...network.projections?.[0],
          connector: {
            kind: "pairs",
            file: "network-connections.h5",
            sources: "A->A/sources",
            targets: "A->A/targets",
          },
        },
        network.projections?.[1],
      ],
    });
  });
});

describe("csv", () => {
  it("has a row for each spike, sample and value of a synapse", async () => {
    const written = await bytesOf(formatOf("csv"), { holds: "result", result });
    expect([...written.keys()]).toEqual(["spikes.csv", "samples.csv", "synapses.csv"]);
    const rows = [...written.values()].map((bytes) => new TextDecoder().decode(bytes).split("\n"));
    const [spikes = [], samples = [], synapses = []] = rows;
    expect(spikes.slice(0, 4)).toEqual([
      "time_ms,population,neuron",
      "0.3,E,2",
      "0.7,E,1",
      "0.72,E,2",
    ]);
    const recorded = result.recordings.flatMap(({ samples: all }) => [...all.values()]);
    const values = recorded.reduce((sum, one) => sum + one.values.length, 0);
    expect(samples).toHaveLength(1 + values + 1);
    expect(samples[1]).toMatch(/^0,E,1,v,-?[\d.]+,mV$/);
    const kept = result.synapseRecordings.flatMap(({ sets }) =>
      sets.flatMap(({ snapshots }) => [...snapshots.values()]),
    );
    expect(synapses).toHaveLength(1 + kept.reduce((sum, one) => sum + one.values.length, 0) + 1);
    expect(synapses[1]).toMatch(/^[\d.]+,a\/b,\d+,\d+,1.5,weight,-?[\d.e-]+,nA$/);
  });

  it("quotes names with commas, quotes and line ends, and reads numbers back", async () => {
    const odd = 'a,"b"\nc';
    const recordings = result.recordings.slice(0, 1).map((one) => ({ ...one, population: odd }));
    const thing = { ...result, recordings, synapseRecordings: [] };
    const written = await bytesOf(formatOf("csv"), { holds: "result", result: thing });
    const text = new TextDecoder().decode(written.get("spikes.csv"));
    expect(text).toContain('0.72,"a,""b""\nc",2\n');
    expect([...written.keys()]).toEqual(["spikes.csv", "samples.csv"]);
  });

  it("reports what no table can store", async () => {
    const { losses } = await writeFormat(formatOf("csv"), { holds: "result", result }, { stack });
    expect(losses.map(({ code }) => code)).toEqual(["beside"]);
  });
});
