import { describe, expect, it } from "vitest";
import { drawNetwork } from "../src/izhikevich-2006/draw-network.ts";
import { glibcRandom } from "../src/izhikevich-2006/glibc-random.ts";

// Output of rand() of the GNU C library 2.36 after srand(seed): the first five numbers, and the 10 001st.
const streams = [
  [1, [1804289383, 846930886, 1681692777, 1714636915, 1957747793], 89057537],
  [2, [1505335290, 1738766719, 190686788, 260874575, 747983061], 256135340],
  [42, [71876166, 708592740, 1483128881, 907283241, 442951012], 1285777431],
  [2147483646, [1320593690, 1199968952, 1432693999, 317934276, 69604050], 630763734],
] as const;

describe("glibcRandom", () => {
  it.each(streams)("returns the numbers of the library for seed %d", (seed, first, late) => {
    const random = glibcRandom(seed);
    expect(first.map(() => random())).toEqual(first);
    for (let k = first.length; k < 10_000; k++) random();
    expect(random()).toBe(late);
  });

  it("treats seed 0 as 1, like the library", () => {
    expect(glibcRandom(0)()).toBe(1804289383);
  });
});

describe("drawNetwork", () => {
  const { pairs, delays } = drawNetwork(3);

  it("gives each neuron 100 targets, without duplicates and itself", () => {
    const targets = Array.from({ length: 1000 }, () => new Set<number>());
    for (let k = 0; k < pairs.length; k += 2) targets[pairs[k] ?? 0]?.add(pairs[k + 1] ?? 0);
    expect(targets.every((set, source) => set.size === 100 && !set.has(source))).toBe(true);
    // Inhibitory neurons connect only to excitatory ones.
    expect(Math.max(...targets.slice(800).map((set) => Math.max(...set)))).toBeLessThan(800);
  });

  it("gives an excitatory neuron five synapses of each delay, and an inhibitory one none", () => {
    const row = (source: number): readonly number[] => [
      ...delays.subarray(100 * source, 100 * source + 100),
    ];
    expect(row(799)).toEqual(Array.from({ length: 100 }, (_, k) => Math.floor(k / 5)));
    expect(Math.max(...row(800))).toBe(0);
  });
});
