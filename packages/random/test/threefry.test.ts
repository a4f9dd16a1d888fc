import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { threefry4x32 } from "../../../tools/test/threefry.ts";
import { threefry13 } from "../src/threefry13.ts";

const ZEROS = "00000000 00000000 00000000 00000000";
const ONES = "ffffffff ffffffff ffffffff ffffffff";
const PI = ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0 082efa98 ec4e6c89"] as const;

// Random123's published known answers: rounds, counter, key, result.
const answers = [
  [13, ZEROS, ZEROS, "531c7e4f 39491ee5 2c855a92 3d6abf9a"],
  [13, ONES, ONES, "c4189358 1c9cc83a d5881c67 6a0a89e0"],
  [13, ...PI, "4aa71d8f 734738c2 431fc6a8 ae6debf1"],
  [20, ZEROS, ZEROS, "9c6ca96a e17eae66 fc10ecd4 5256a7d8"],
  [20, ONES, ONES, "2a881696 57012287 f6c7446e a16a6732"],
  [20, ...PI, "59cd1dbb b8879579 86b5d00c ac8b6d84"],
  [72, ZEROS, ZEROS, "93171da6 9220326d b392b7b1 ff58a002"],
  [72, ONES, ONES, "60743f3d 9961e684 aab21c34 8c65fb7d"],
  [72, ...PI, "09930adf 7f27bd55 9ed68ce1 97f803f6"],
] as const;

const words = (text: string): Uint32Array =>
  Uint32Array.from(text.split(" "), (word) => Number.parseInt(word, 16));

describe("Threefry-4x32", () => {
  it.each(answers)("gives the published answer for %i rounds", (rounds, counter, key, result) => {
    const out = new Uint32Array(4);
    threefry4x32(words(counter), words(key), out, rounds);
    expect(out).toEqual(words(result));
  });

  it("has an unrolled form that equals the general one", () => {
    const four = fc.uint32Array({ minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(four, four, (counter, key) => {
        const general = new Uint32Array(4);
        threefry4x32(counter, key, general);
        threefry13(counter, key, counter);
        expect(counter).toEqual(general);
      }),
      { numRuns: 500 },
    );
  });
});
