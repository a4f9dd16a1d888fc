import {
  bytesSource,
  createStack,
  readFormat,
  SpikeLoomError,
  writeFormat,
} from "@spikeloom/kernel";
import { type Dataset, File, ready } from "h5wasm/node";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { mutate } from "../../../../tools/test/mutate.ts";
import { processorTime } from "../../../../tools/test/processor-time.ts";
import { formats } from "../../src/formats/index.ts";
import { readNwb } from "../../src/nwb/index.ts";
import { emptyFolder, madeByPynwb } from "../read/files.ts";
import { result } from "../sample-result.ts";

// Whoever crafts a file gets its checksums right: without this most would end at the first of them.
vi.mock("../../src/hdf5/read/checksum.ts", () => ({ verify: () => undefined }));

const stack = createStack({ plugins: formats });
const format = stack.get("format", "nwb");
const folder = emptyFolder();
afterAll(() => folder.remove());
let ours: Uint8Array;

beforeAll(async () => {
  await ready;
  const { files } = await writeFormat(format, { holds: "result", result }, { stack });
  const parts: Uint8Array[] = [];
  for await (const { pieces } of files) for await (const piece of pieces) parts.push(piece);
  ours = Buffer.concat(parts);
});

/** A file of h5wasm with the root of an NWB file. */
function made(name: string, fill: (file: File) => void): string {
  const file = new File(folder.at(name), "w");
  file.create_attribute("neurodata_type", "NWBFile");
  fill(file);
  file.close();
  return folder.at(name);
}

describe("a file that leads elsewhere", () => {
  it("is read except for data in another file, which is not opened", () => {
    const path = made("outside.nwb", (file) => {
      file.create_dataset({ name: "identifier", data: "kept" });
      file.create_external_link("acquisition", "secret.nwb", "/acquisition");
    });
    const { file, losses } = readNwb(path);
    expect(file.identifier).toBe("kept");
    expect(losses).toEqual([
      { code: "outside", place: "/acquisition", message: expect.stringContaining("another file") },
    ]);
  });

  it("ends if links form cycles, hard or soft", () => {
    const path = made("circle.nwb", (file) => {
      const group = file.create_group("acquisition");
      group.create_group("inner");
      file.create_hard_link("acquisition/inner/again", "/acquisition");
      file.create_soft_link("/a", "b");
      file.create_soft_link("/b", "a");
    });
    expect(() => readNwb(path)).toThrow(expect.objectContaining({ code: "SL_NWB_READ" }));
    const hard = made("hard.nwb", (file) => {
      file.create_group("acquisition").create_group("inner");
      file.create_hard_link("acquisition/inner/again", "/acquisition");
    });
    expect(readNwb(hard).file.objects).toEqual([]);
  });
});

describe("a file with impossible contents", () => {
  it.each<[string, string, (file: File) => void]>([
    [
      "another root",
      "SL_NWB_SHAPE",
      (file) => {
        file.delete_attribute("neurodata_type");
        file.create_attribute("neurodata_type", "TimeSeries");
      },
    ],
    [
      "ends of rows beyond the data",
      "SL_NWB_SHAPE",
      (file) => {
        const units = file.create_group("units");
        units.create_attribute("colnames", ["spike_times"]);
        units.create_dataset({ name: "spike_times", data: new Float64Array(2) });
        units.create_dataset({ name: "spike_times_index", data: new Uint32Array([1, 9]) });
      },
    ],
    [
      "millions of rows, of which a column has two",
      "SL_NWB_SHAPE",
      (file) => {
        const units = file.create_group("units");
        units.create_attribute("colnames", ["spike_times"]);
        units.create_dataset({ name: "spike_times", data: new Float64Array(2) });
        units.create_dataset({ name: "spike_times_index", data: new Uint32Array([1, 2]) });
        const at = { name: "id", shape: [2], maxshape: [null], chunks: [1024] };
        const ids = units.create_dataset({ ...at, data: new Int32Array(2) }) as Dataset;
        ids.resize([3_400_000]);
      },
    ],
  ])("is refused with a code: %s", (_, code, fill) => {
    const path = made("odd.nwb", fill);
    expect(() => readNwb(path)).toThrow(expect.objectContaining({ code }));
  });

  it("is refused before memory is taken for it", () => {
    const path = made("huge.nwb", (file) => {
      const series = file.create_group("acquisition").create_group("v");
      series.create_attribute("neurodata_type", "TimeSeries");
      const data = new Float64Array(64);
      const at = { name: "data", shape: [1, 64], maxshape: [null, 64], chunks: [1024, 64] };
      (series.create_dataset({ ...at, data }) as Dataset).resize([2 ** 30, 64]);
    });
    const before = process.memoryUsage().rss;
    expect(() => readNwb(path)).toThrow(SpikeLoomError);
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 28);
  });
});

it("a file other than NWB is refused with a code", () => {
  const read = (): unknown => readNwb(folder.write("text.nwb", "plain text"));
  expect(read).toThrow(expect.objectContaining({ code: "SL_NWB_READ" }));
  expect(() => readNwb(folder.at("nowhere.nwb"))).toThrow("SL_NWB_READ");
});

it("crafted files are read or refused with a code, in bounded time", {
  timeout: 3_600_000,
}, async () => {
  const count = draws({ ci: 80, long: 20_000 });
  const sources = [ours, madeByPynwb("sweeps"), madeByPynwb("units")];
  let read = 0;
  for (let k = 0; k < count; k++) {
    const draw = newDraw(drawSeed, k);
    const bytes = mutate(sources[draw(sources.length)] as Uint8Array, draw);
    const about = `crafted file ${k} of seed ${drawSeed}`;
    const start = processorTime();
    try {
      await readFormat(format, bytesSource("mutant.nwb", bytes), { stack });
      read++;
    } catch (fault) {
      expect(fault, `${about}: ${fault}`).toBeInstanceOf(SpikeLoomError);
      expect((fault as SpikeLoomError).code, about).not.toBe("SL_PLUGIN_FAILED");
    }
    expect(processorTime() - start, about).toBeLessThan(5000);
  }
  expect(read).toBeGreaterThan(count / 20);
  expect(read).toBeLessThan(count);
});
