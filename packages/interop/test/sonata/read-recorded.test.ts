import { bytesSource, createStack, readFormat, thingOf, writeFormat } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { formats, recogniseFormat } from "../../src/formats/index.ts";
import { sonataFormat } from "../../src/formats/sonata-format.ts";
import { checksum } from "../../src/hdf5/write/checksum.ts";
import { result } from "../sample-result.ts";
import { bytesOf } from "./circuit-files.ts";

const stack = createStack({ plugins: formats });

async function read(bytes: Uint8Array): Promise<{ result: Result; losses: readonly string[] }> {
  const source = bytesSource("x.h5", bytes);
  expect((await recogniseFormat(source, stack)).name).toBe("sonata");
  const { thing, losses } = await readFormat(sonataFormat, source, { stack });
  return {
    result: thingOf(thing, "result").result as Result,
    losses: losses.map(({ code, place }) => `${code} ${place}`),
  };
}

it("spikes and reports that we wrote are read as results", async () => {
  const written = await writeFormat(sonataFormat, { holds: "result", result }, { stack });
  const bytes = new Map<string, Uint8Array>();
  for await (const { name, pieces } of written.files) {
    for await (const piece of pieces) bytes.set(name, piece);
  }
  const spikes = await read(bytes.get("spikes.h5") as Uint8Array);
  expect(spikes.losses).toEqual(["setting spikes"]);
  const [own] = spikes.result.recordings;
  expect([
    own?.population,
    [...(own?.spikes?.times ?? [])],
    [...(own?.spikes?.neurons ?? [])],
  ]).toEqual(["E", [0.3, 0.7, 0.72, 999.9], [2, 1, 2, 1]]);
  const report = await read(bytes.get("E_v.h5") as Uint8Array);
  const samples = report.result.recordings[0]?.samples.get("data");
  const wanted = result.recordings[0]?.samples.get("v");
  expect(samples?.unit).toBe("mV");
  expect(samples?.times.length).toBe(3);
  // Reports are of single precision.
  expect([...(samples?.values ?? [])]).toEqual([...(wanted?.values ?? [])].map(Math.fround));
});

it("a report that names more rows than it has bytes is refused before any is created", async () => {
  const files = bytesOf({
    "x.h5": {
      report: {
        a: {
          data: { values: new Float32Array(6), columns: 2, attributes: { units: "mV" } },
          mapping: { time: Float64Array.of(0, 3, 1), node_ids: BigUint64Array.of(0n, 1n) },
        },
      },
    },
  });
  const bytes = Buffer.from(files["x.h5"] as Uint8Array);
  // The two axes of the data are adjacent; a list of so many times cannot be created at all.
  const axes = Buffer.from(BigUint64Array.of(3n, 2n).buffer);
  const at = bytes.indexOf(axes);
  expect(bytes.indexOf(axes, at + 1)).toBe(-1);
  bytes.writeBigUInt64LE(2n ** 40n, at);
  // A checksum protects its object header, after as many bytes as its first length field states.
  const header = bytes.lastIndexOf("OHDR", at);
  const width = 1 << ((bytes[header + 5] as number) & 3);
  const end = header + 6 + width + bytes.readUIntLE(header + 6, width);
  bytes.writeUInt32LE(checksum(bytes.subarray(header, end)), end);
  const refused = read(bytes);
  await expect(refused).rejects.toMatchObject({
    code: "SL_SONATA_DATA",
    expected: expect.stringMatching(/bytes of numbers$/),
  });
});

it("spikes sorted by node, of several populations, in s, and in the older layout", async () => {
  const timestamps = (values: number[], units: string) => ({
    values: Float64Array.from(values),
    attributes: { units },
  });
  const files = bytesOf({
    "new.h5": {
      spikes: {
        a: { timestamps: timestamps([3, 1, 2], "ms"), node_ids: Uint32Array.of(0, 5, 5) },
        b: { timestamps: timestamps([0.004], "s"), node_ids: BigUint64Array.of(9n) },
      },
    },
    "old.h5": { spikes: { timestamps: Float64Array.of(2, 1), gids: Uint32Array.of(1, 1) } },
  });
  const { result: found } = await read(files["new.h5"] as Uint8Array);
  const rows = found.recordings.map(({ population, size, spikes }) => [
    ...[population, size, [...(spikes?.times ?? [])], [...(spikes?.neurons ?? [])]],
  ]);
  expect(rows).toEqual([
    ["a", 6, [1, 2, 3], [5, 5, 0]],
    ["b", 10, [4], [9]],
  ]);
  const old = await read(files["old.h5"] as Uint8Array);
  expect([...(old.result.recordings[0]?.spikes?.times ?? [])]).toEqual([1, 2]);
});
