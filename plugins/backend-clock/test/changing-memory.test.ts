import { expect, it } from "vitest";
import { writeChanging } from "../src/checkpoint/changing-memory.ts";
import { placed } from "../src/placed.ts";

const list = (name: string, address: number, length: number) =>
  placed(name, "i32", { address, length });
const lists = list("lists", 0, 16);
const counts = list("counts", 64, 2);
const ring = { population: "P", neurons: 3, capacity: 8, length: 2, lists, counts };
const memory = { ranges: [{ address: 64, bytes: 8 }], rings: [ring], bounds: [] };

function write(...words: readonly number[]): Uint32Array {
  const buffer = new ArrayBuffer(128);
  const bytes = new Uint8Array(Uint32Array.from(words).buffer);
  writeChanging(buffer, memory, { bytes, part: "shard-0" });
  return new Uint32Array(buffer);
}

it("spikes in transit are those of existing neurons, and others are refused", () => {
  // Two counts, followed by the lists of that length.
  expect([...write(2, 1, 0, 2, 1).subarray(0, 2)]).toEqual([0, 2]);
  for (const forged of [3, 7, 0xffffffff]) {
    expect(() => write(2, 0, 1, forged)).toThrow(
      expect.objectContaining({ code: "SL_STATE_DAMAGED", got: String(forged) }),
    );
  }
});
