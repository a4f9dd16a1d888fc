import { describe, expect, it } from "vitest";
import { listViews } from "../src/list-views.ts";
import {
  commandPatience,
  patience,
  progress,
  progressWords,
  stopped,
} from "../src/workers/progress.ts";

describe("a progress", () => {
  /** All sides of a barrier in one thread, which must not block. */
  function sides(workers = 3) {
    const words = new Int32Array(new SharedArrayBuffer(4 * progressWords(workers)));
    return Array.from({ length: workers }, (_, own) =>
      progress(words, { at: 0, workers, own, patience: patience(false) }),
    ) as [ReturnType<typeof progress>, ReturnType<typeof progress>, ReturnType<typeof progress>];
  }

  it("lets a worker be ahead by the allowed number of steps, regardless of the others", () => {
    const [first, second, third] = sides();
    for (let k = 0; k < 3; k++) first.arrive();
    first.wait(3);
    second.arrive();
    third.arrive();
    first.wait(2);
    third.wait(0);
    expect(() => first.wait(2)).not.toThrow();
  });

  it("ends all waiting once one has failed, also for one that is sleeping", () => {
    const [first, second, third] = sides();
    second.fail();
    for (let k = 0; k < 100; k++) third.arrive();
    expect(() => first.wait(0)).toThrow(stopped);
    // The first has arrived less often, and does not continue.
    expect(() => third.wait(0)).toThrow(stopped);
  });
});

describe("patience", () => {
  it("stops if a word does not change, and detects at once if it has", () => {
    const words = new Int32Array(new SharedArrayBuffer(4));
    for (const hasCores of [true, false]) {
      for (const look of [patience(hasCores), commandPatience(hasCores)]) {
        expect(look(words, 0, 1)).toBe(false);
        expect(look(words, 0, 0)).toBe(true);
        // Counters wrap: one before the first counts as later.
        expect(look(words, 0, -1)).toBe(true);
      }
    }
  });
});

describe("views of a list", () => {
  it("are created once for each length, and show later writes", () => {
    const list = new Uint32Array(2000);
    const view = listViews(list);
    expect(view(3)).toBe(view(3));
    list[2] = 7;
    expect([...view(3)]).toEqual([0, 0, 7]);
    expect(view(1999)).toHaveLength(1999);
  });
});
