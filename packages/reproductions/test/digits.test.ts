import { inflateSync } from "node:zlib";
import { SpikeLoomError } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { pixelsPerDigit } from "../src/diehl-cook-2015/digit-size.ts";
import { digit, loadDigits } from "../src/diehl-cook-2015/digits.ts";
import { drawFields } from "../src/diehl-cook-2015/draw-fields.ts";
import { labelNeurons, readResponses, unlabelled } from "../src/diehl-cook-2015/label-neurons.ts";
import { respond } from "../src/diehl-cook-2015/learn-digits.ts";
import { accuracy, nearestNeighbours } from "../src/diehl-cook-2015/nearest-neighbours.ts";

describe("loadDigits", () => {
  it("reads the digits of MNIST in their order", async () => {
    const train = await loadDigits("train", 10);
    expect([...train.labels]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    const test = await loadDigits("t10k", 10);
    expect([...test.labels]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    // The first digit is a 7: dark pixels across its upper part, none in its lowest rows.
    const rows = Array.from({ length: 28 }, (_, y) =>
      digit(test, 0)
        .subarray(28 * y, 28 * y + 28)
        .reduce((sum, value) => sum + value, 0),
    );
    expect(rows[8]).toBeGreaterThan(2000);
    expect(rows.slice(-1)).toEqual([0]);
  });

  it("has the known mean and deviation of the pixels of all 60 000", async () => {
    const { pixels } = await loadDigits("train", 60_000);
    let [sum, squares] = [0, 0];
    for (const value of pixels) {
      sum += value;
      squares += value * value;
    }
    const mean = sum / pixels.length / 255;
    const square = squares / pixels.length / 255 ** 2;
    expect(mean).toBeCloseTo(0.1307, 4);
    expect(Math.sqrt(square - mean * mean)).toBeCloseTo(0.3081, 4);
  });

  it("states how many there are", async () => {
    const fault: unknown = await loadDigits("t10k", 10_001).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(SpikeLoomError);
    expect(fault).toMatchObject({ code: "SL_DIGITS", expected: "at most 10000 digits" });
  });
});

/** Digits of which pixel 0 alone differs. */
function grey(values: readonly number[], labels: readonly number[]) {
  const pixels = new Uint8Array(values.length * pixelsPerDigit);
  values.forEach((value, k) => {
    pixels[k * pixelsPerDigit] = value;
  });
  return { pixels, labels: Uint8Array.from(labels) };
}

describe("nearestNeighbours", () => {
  const known = grey([0, 10, 20, 200, 210, 50], [1, 1, 2, 3, 3, 7]);

  it("returns the most common label of the nearest", () => {
    expect([...nearestNeighbours(known, grey([5, 205], [0, 0]))]).toEqual([1, 3]);
    expect([...nearestNeighbours(known, grey([60], [0]), 1)]).toEqual([7]);
  });

  it("breaks ties by the nearest", () => {
    // 45 has 50, 20 and 10 around it: one 7, one 2, one 1.
    expect([...nearestNeighbours(known, grey([45], [0]))]).toEqual([7]);
  });

  it("equals another program's results for 1000 digits", async () => {
    const [train, test] = [await loadDigits("train", 1000), await loadDigits("t10k", 200)];
    const share = accuracy(nearestNeighbours(train, test, 1), test.labels);
    // A program in C that compares every pixel of every pair.

    expect(share).toBe(0.85);
  });
});

describe("labels of neurons", () => {
  // Three neurons; two samples of 4 and one of 9.
  const labels = Uint8Array.of(4, 9, 4);
  const counts = Uint16Array.of(3, 0, 0, 4, 5, 0, 3, 0, 0);

  it("are the digits for which they fire most on average, or none", () => {
    // Neuron 0 fires 6 times in two presentations of 4 and 4 times in one of 9.
    expect([...labelNeurons({ neurons: 3, counts }, labels)]).toEqual([9, 9, unlabelled]);
  });

  it("are averaged over the neurons of each, so that a large group does not outvote a small one", () => {
    const labelOf = Uint8Array.of(4, 4, 4, 7);
    const response = { neurons: 4, counts: Uint16Array.of(2, 2, 2, 3) };
    expect([...readResponses(response, labelOf)]).toEqual([7]);
  });
});

describe("respond", () => {
  it("reports that a network without weights does not respond", async () => {
    const neurons = 2;
    const weights = new Float64Array(neurons * pixelsPerDigit);
    const learnt = { weights, rise: Float64Array.of(20, 20) };
    const shown = grey([255], [0]);
    const fault: unknown = await respond(learnt, shown, { neurons, seed: 1 }).catch(
      (error: unknown) => error,
    );
    expect(fault).toMatchObject({ code: "SL_DIGIT_DARK" });
  });
});

describe("drawFields", () => {
  it("draws each neuron's weights in a separate tile", () => {
    // Two neurons: the first from pixel 0 alone, the second from the last alone and half as strong.
    const weights = new Float64Array(2 * pixelsPerDigit);
    weights[0] = 0.8;
    weights[2 * (pixelsPerDigit - 1) + 1] = 0.4;
    const png = Buffer.from(drawFields(weights, 2, 2));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    // Two tiles of 28 and three gaps of 1, twice as large.
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect([width, height]).toEqual([2 * 59, 2 * 30]);
    const data = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)));
    const at = (x: number, y: number): number | undefined => data[2 * y * (width + 1) + 1 + 2 * x];
    expect(at(1, 1)).toBe(0);
    expect(at(2, 1)).toBe(255);
    expect(at(57, 28)).toBe(127);
  });
});
