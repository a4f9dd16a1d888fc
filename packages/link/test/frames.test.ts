import { Readable } from "node:stream";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { framesOf, headerOf, mostMessageBytes } from "../src/frames.ts";

async function read(chunks: readonly Uint8Array[]): Promise<number[][]> {
  const found: number[][] = [];
  for await (const frame of framesOf(Readable.from(chunks))) found.push([...frame]);
  return found;
}

describe("frames", () => {
  it("are restored, however the stream is divided", async () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 });
    const property = fc.asyncProperty(messages, fc.array(fc.nat(9)), async (given, cuts) => {
      const bytes = Buffer.concat(given.flatMap((one) => [headerOf(one), one]));
      const chunks: Uint8Array[] = [];
      let at = 0;
      for (const cut of cuts) {
        if (at + cut >= bytes.length) break;
        chunks.push(bytes.subarray(at, at + cut));
        at += cut;
      }
      expect(await read([...chunks, bytes.subarray(at)])).toEqual(given.map((one) => [...one]));
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it("are refused if the stream ends within one, or within its length", async () => {
    const cut = read([headerOf(new Uint8Array(9)), new Uint8Array(8)]);
    await expect(cut).rejects.toMatchObject({
      code: "SL_LINK_CUT",
      got: expect.stringMatching(/^8 /),
    });
    await expect(read([new Uint8Array(3)])).rejects.toThrow("SL_LINK_CUT");
    await expect(read([headerOf(new Uint8Array(9))])).rejects.toThrow("SL_LINK_CUT");
  });

  it("refuse an impossible length before the message arrives", async () => {
    const header = new Uint8Array(4);
    new DataView(header.buffer).setUint32(0, mostMessageBytes + 1, true);
    await expect(read([header])).rejects.toMatchObject({
      code: "SL_LINK_LENGTH",
      got: `${mostMessageBytes + 1}`,
    });
  });
});
