import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { encodeEvents } from "@spikeloom/data";
import { afterAll, describe, expect, it } from "vitest";
import { openHeldData } from "../src/data/held-data.ts";
import { defaultStack as stack } from "../src/index.ts";
import { loadNetwork } from "../src/load/load-network.ts";
import { workplace } from "./spikeloom.ts";

const place = workplace();
afterAll(() => place.remove());

const put = (name: string, bytes: Uint8Array | string): string => {
  const path = place.path(name);
  writeFileSync(path, bytes);
  return path;
};
const latin = (text: string): Uint8Array => Buffer.from(text, "latin1");

const one = { t: Float64Array.of(5), x: Uint16Array.of(1), y: Uint16Array.of(1) };
const events = { sensor: { width: 4, height: 4 }, ...one, p: Uint8Array.of(1) };
const ofCamera = "event-camera data";
const show = "spikeloom data show";

describe("a file without a network", () => {
  it.each<[string, Uint8Array, string, string]>([
    ["evt3", encodeEvents(events, "evt3"), ofCamera, show],
    ["evt2", encodeEvents(events, "evt2"), ofCamera, show],
    ["dat", encodeEvents(events, "dat"), ofCamera, show],
    ["aedat4", encodeEvents(events, "aedat4"), ofCamera, show],
    ["raw", latin("% Date 2020\r\n% evt 3.0\r\n\x00\x80"), ofCamera, show],
    ["png", latin("\x89PNG\r\n\x1a\n\0\0"), "a PNG image", show],
    ["json", latin("\x89PNG\r\n\x1a\n\0\0"), "a PNG image", show],
    ["jpg", latin("\xff\xd8\xff\xe0"), "a JPEG image", "Convert it to PNG"],
    ["wav", latin("RIFF\x10\0\0\0WAVEfmt "), "a sound", show],
    ["edf", latin("0       X"), "an EDF or BDF recording", show],
    ["npy", latin("\x93NUMPY\x01\0"), "a NumPy array", show],
    ["idx", latin("\0\0\x08\x03\0\0\0\0"), "an IDX array", show],
    ["gz", latin("\x1f\x8b\x08\0"), "a gzip-compressed file", "Decompress it"],
    ["pt", latin("PK\x03\x04....archive/data.pkl"), "PyTorch weights", "safetensors"],
    ["training", latin("\x89SLT\0\0\0\0"), "the state of a training", "--resume"],
    ["checkpoint", latin("\x89SLC\r\n\x1a\n"), "a checkpoint of a run", "--continue"],
    ["json", latin("\xff\xfe{\0"), "a UTF-16 text", "UTF-8"],
    // "show" must suggest another command.
    ["json", latin('{"format":"spikeloom-model"}'), "a model without a kind", '"kind"'],
  ])("with the extension %s is recognised by its first bytes", async (end, bytes, got, next) => {
    const path = put(`one.${end}`, bytes);
    await expect(loadNetwork(path, { stack })).rejects.toMatchObject({
      code: "SL_NOT_A_NETWORK",
      got,
      next: expect.stringContaining(next),
    });
  });

  it("is recognised by its bytes, whatever its name, if no format matches", async () => {
    const path = put("one.json", Uint8Array.of(0x28, 22, 128, 0, 21, 20, 28, 0));
    await expect(loadNetwork(path, { stack })).rejects.toMatchObject({
      code: "SL_FORMAT_UNKNOWN",
      got: expect.stringContaining("28 16 80 00"),
    });
  });
});

describe("a file without data", () => {
  const training = fileURLToPath(
    new URL("../../../examples/first-classifier/digits.json", import.meta.url),
  );

  it.each([
    ["a training", training, "spikeloom train"],
    ["a network", put("net.json", '{ "format": "spikeloom-network" }'), "show"],
    ["a model", put("model.json", '{ "kind": "neuron", "name": "own" }'), "spikeloom show"],
    ["the state of a training", put("a.training", latin("\x89SLT\0\0\0\0")), "--resume"],
  ])("but %s is reported with the command that accepts it", async (got, path, next) => {
    await expect(openHeldData(path)).rejects.toMatchObject({
      code: "SL_DATA_KIND",
      got,
      next: expect.stringContaining(next),
    });
  });
});

describe("a folder of data", () => {
  const idx = (...shape: readonly number[]): Uint8Array => {
    const head = Buffer.alloc(4 + 4 * shape.length);
    head.set([0, 0, 8, shape.length]);
    for (const [k, size] of shape.entries()) head.writeUInt32BE(size, 4 + 4 * k);
    const count = shape.reduce((product, one) => product * one, 1);
    return Buffer.concat([head, Uint8Array.from({ length: count }, (_, k) => k % 10)]);
  };

  it("may be an IDX set, with training files first", async () => {
    mkdirSync(place.path("set"));
    for (const [part, count] of [["train", 3] as const, ["t10k", 2] as const]) {
      put(`set/${part}-images-idx3-ubyte`, idx(count, 2, 4));
      put(`set/${part}-labels-idx1-ubyte`, idx(count));
    }
    const { kind, held } = await openHeldData(place.path("set"));
    const arrays = held as ReadonlyMap<string, { readonly shape: readonly number[] }>;
    expect([kind, arrays.get("images")?.shape]).toEqual(["arrays", [5, 2, 4]]);
    expect(arrays.get("labels")).toMatchObject({ values: Uint8Array.of(0, 1, 2, 0, 1) });
  });

  it("is reported with one of its files if these are not images", async () => {
    mkdirSync(place.path("others"));
    const file = put("others/a.raw", encodeEvents(events, "evt3"));
    await expect(openHeldData(place.path("others"))).rejects.toMatchObject({
      code: "SL_DATA_KIND",
      got: "a.raw",
      next: expect.stringContaining(`show ${file}`),
    });
    // The folder is not one of its files, wherever it is listed.
    mkdirSync(place.path("others/0-folder"));
    await expect(openHeldData(place.path("others"))).rejects.toMatchObject({
      code: "SL_DATA_KIND",
      got: "a.raw",
      next: expect.stringContaining(`show ${file}`),
    });
  });

  it("is reported with a subfolder if it contains no files", async () => {
    mkdirSync(place.path("outer/inner"), { recursive: true });
    const next = `spikeloom data show ${place.path("outer/inner")} looks into that folder.`;
    await expect(openHeldData(place.path("outer"))).rejects.toMatchObject({
      code: "SL_DATA_KIND",
      got: "inner",
      next,
    });
  });
});
