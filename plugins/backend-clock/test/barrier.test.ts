import { describe, expect, it } from "vitest";
import { barrier, barrierWords, commandPatience, patience } from "../src/crew/barrier.ts";
import { listViews } from "../src/list-views.ts";

describe("a barrier", () => {
  const workers = 3;

  /** All sides of a barrier in one thread, which must not have to wait. */
  function sides() {
    const words = new Int32Array(new SharedArrayBuffer(4 * barrierWords(workers)));
    const one = (own: number) => barrier(words, { at: 0, workers, own, patience: patience(false) });
    return { words, one };
  }

  it("lets the last to come through at once, and tells it of one that failed on the way", () => {
    const { words, one } = sides();
    const last = one(2);
    // The others have come once; that their words lie 16 apart is what `barrierWords` says.
    words[16] = 1;
    words[32] = 1;
    expect(last.wait()).toBe(false);
    words[16] = 2;
    words[32] = 2;
    words[0] = 2;
    expect(last.wait()).toBe(true);
  });

  it("does not take the failure of a faster one at the next meeting for one at this", () => {
    const { words, one } = sides();
    const last = one(2);
    words[16] = 2;
    words[32] = 1;
    words[0] = 2;
    expect(last.wait()).toBe(false);
  });
});

describe("patience", () => {
  it("gives up where a word does not change, and sees at once where it has", () => {
    const words = new Int32Array(new SharedArrayBuffer(4));
    for (const hasCores of [true, false]) {
      for (const { spin } of [patience(hasCores), commandPatience(hasCores)]) {
        expect(spin(words, { at: 0, round: 1 })).toBe(false);
        expect(spin(words, { at: 0, round: 0 })).toBe(true);
        // Rounds go round: one before the first is past.
        expect(spin(words, { at: 0, round: -1 })).toBe(true);
      }
    }
  });
});

describe("views of a list", () => {
  it("are made once for each length, and see what is written later", () => {
    const list = new Uint32Array(2000);
    const view = listViews(list);
    expect(view(3)).toBe(view(3));
    list[2] = 7;
    expect([...view(3)]).toEqual([0, 0, 7]);
    expect(view(1999)).toHaveLength(1999);
  });
});
