import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { heldFile } from "@spikeloom/files";
import {
  bytesSource,
  createStack,
  defineFormat,
  type FormatMark,
  type FormatRecord,
} from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { recogniseFormat } from "../../src/formats/index.ts";
import { networkFormat } from "../../src/formats/network-format.ts";
import { resultFormat } from "../../src/formats/result-format.ts";
import { fillResult } from "../../src/hdf5/fill-result.ts";
import { result } from "../sample-result.ts";

/** A format that is recognised by marks, or only by a file name extension. */
function known(name: string, marks?: readonly FormatMark[]): FormatRecord {
  return defineFormat({
    name,
    about: "Read nowhere.",
    extensions: [`.${name}`],
    holds: ["network"],
    options: {},
    losses: {},
    ...(marks !== undefined && { marks }),
    read: () => Promise.reject(new Error("not read")),
  });
}

const formats = [networkFormat, resultFormat];
const stack = createStack({
  plugins: [
    ...formats,
    known("tree", [{ xml: "tree" }]),
    known("wood", [{ xml: "wood" }, { json: { wood: true, rings: 3 } }]),
    known("bark", [{ start: "\x93BARK" }]),
    known("leaf", [{ paths: ["/spikes/*/times"] }]),
    known("odd-leaf", [{ paths: ["/spikes/*/nothing"] }]),
    known("named"),
  ],
});

const recognised = async (content: string | Uint8Array, name = "file.png"): Promise<string> => {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return (await recogniseFormat(bytesSource(name, bytes), stack)).name;
};

const resultBytes = (): Uint8Array => {
  const file = heldFile();
  fillResult(file, result);
  return file.bytes();
};

describe("the format of a file", () => {
  it.each([
    ["<tree/>", "tree"],
    ['\ufeff<?xml version="1.0"?>\n<!-- <wood> --><!DOCTYPE x>\n<t:tree xmlns:t="x">', "tree"],
    ["<!-- a --><wood/>", "wood"],
    ['{"rings":3,"wood":{"rings":4}}', "wood"],
    ['{ "a": [{"format": 1}], "format": "spikeloom-\\u006eetwork"', "spikeloom-network"],
  ])("is recognised by a text that starts with %j", async (text, name) => {
    expect(await recognised(text)).toBe(name);
  });

  it("is recognised by UTF-16 text as well", async () => {
    for (const bom of [
      [0xff, 0xfe],
      [0xfe, 0xff],
    ]) {
      const units = Array.from("<tree/>", (letter) => letter.charCodeAt(0));
      const bytes = units.flatMap((unit) => (bom[0] === 0xff ? [unit, 0] : [0, unit]));
      expect(await recognised(Uint8Array.from([...bom, ...bytes]))).toBe("tree");
    }
  });

  it("is recognised by first bytes, and by attributes of HDF5, even after other bytes", async () => {
    expect(await recognised(Uint8Array.from([0x93, 66, 65, 82, 75, 0, 255]))).toBe("bark");
    const other = createStack({ plugins: formats });
    const source = bytesSource("x.json", resultBytes());
    expect((await recogniseFormat(source, other)).name).toBe("spikeloom-result");
  });

  it("is recognised by paths of HDF5 with any name in the middle", async () => {
    const leaves = createStack({
      plugins: [
        known("leaf", [{ paths: ["/spikes/*/times"] }]),
        known("odd-leaf", [{ paths: ["/spikes/*/nothing", "/spikes"] }]),
      ],
    });
    const source = bytesSource("x", resultBytes());
    expect((await recogniseFormat(source, leaves)).name).toBe("leaf");
  });

  it("is recognised by its extension if it has no marks, and no other format matches", async () => {
    expect(await recognised("words", "a.NAMED")).toBe("named");
    expect(await recognised("<tree/>", "a.named")).toBe("tree");
    await expect(recognised("words", "a.tree")).rejects.toMatchObject({
      code: "SL_FORMAT_UNKNOWN",
    });
  });

  it.each([
    ["", "an empty file"],
    ["\0\x01", "a file that starts with the bytes 00 01"],
    ["<svg/>", "XML with the root element <svg>"],
    ["{}", "an empty JSON object"],
    ['{"rings":4,"wood":1,"format":7}', 'JSON with "rings", "wood", "format"'],
    ['{"a":{"wood":1,"rings":3}}', 'JSON with "a"'],
  ])("is refused if %j has no marks, with the formats tried", async (text, got) => {
    await expect(recognised(text)).rejects.toMatchObject({
      code: "SL_FORMAT_UNKNOWN",
      place: "file.png",
      got,
      expected:
        "a file of spikeloom-network, spikeloom-result, tree, wood, bark, leaf, odd-leaf, named",
    });
  });

  it("is refused if several formats match", async () => {
    await expect(recognised(resultBytes())).rejects.toMatchObject({
      code: "SL_FORMAT_AMBIGUOUS",
      got: "spikeloom-result, leaf",
      next: expect.stringContaining("--from spikeloom-result"),
    });
  });

  it("of damaged HDF5 is unknown by a code, whichever byte is wrong", async () => {
    const bytes = resultBytes();
    const outside = gunzipSync(
      readFileSync(new URL("../read/files/outside.h5.gz", import.meta.url)),
    );
    await expect(recognised(outside)).rejects.toMatchObject({ code: "SL_FORMAT_UNKNOWN" });
    for (let at = 0; at < 400; at++) {
      const damaged = bytes.slice();
      damaged[at] = 255 - (damaged[at] ?? 0);
      const name = await recognised(damaged).catch((fault: unknown) => {
        return (fault as { readonly code?: unknown }).code;
      });
      expect(String(name)).toMatch(/^(SL_FORMAT_(UNKNOWN|AMBIGUOUS)|spikeloom-result|leaf)$/);
    }
  });
});
