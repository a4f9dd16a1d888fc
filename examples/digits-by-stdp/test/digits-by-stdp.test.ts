import { readFileSync } from "node:fs";
import { openSet, takeImages } from "@spikeloom/data";
import { train as trainTask } from "spikeloom/train";
import { describe, expect, it } from "vitest";
import { learn, respond } from "../learner.ts";
import { type Learnt, weightSum } from "../network.ts";
import { classOfEach, countRight, readClass } from "../read-classes.ts";

describe("classes of neurons", () => {
  const responses = [Float64Array.of(3, 0, 0), Float64Array.of(1, 4, 0), Float64Array.of(1, 0, 0)];
  const classOf = classOfEach(responses, [0, 1, 0], 2);

  it("are those that they answer most, and none where they never spike", () => {
    expect(classOf).toEqual([0, 1, -1]);
  });

  it("say what a response is read as", () => {
    expect(readClass(Float64Array.of(2, 3, 9), classOf, 2)).toBe(1);
    expect(countRight(responses, [0, 1, 1], classOf, 2)).toBe(2);
  });
});

/** Weights as they were drawn, scaled as they are before each image. */
function scaled(weights: Float64Array, neurons: number): Float64Array {
  const sums = new Float64Array(neurons);
  weights.forEach((weight, k) => {
    sums[k % neurons] = (sums[k % neurons] ?? 0) + weight;
  });
  return weights.map((weight, k) => (weight * weightSum) / (sums[k % neurons] ?? 1));
}

describe("a network that learns by STDP", () => {
  it("is trained by a file", async () => {
    const task = JSON.parse(readFileSync(new URL("../digits.json", import.meta.url), "utf8"));
    const data = { ...task.data, train: 60, test: 40 };
    const { test } = await trainTask({ ...task, data });
    // Of 40 answers of chance 4 are right, with a deviation of 1.9: three of them.
    expect(test.right).toBeGreaterThan(10);
  });

  it("tells digits that it has not seen better than before it learnt", async () => {
    const set = await openSet("digits");
    const first = (of: typeof set.train, count: number) => takeImages(of, [...Array(count).keys()]);
    const [train, unseen] = [first(set.train, 100), first(set.test, 100)];
    const beginning = { neurons: 50, seed: 1 };
    const rightWith = async (learnt: Learnt): Promise<number> => {
      const classOf = classOfEach(await respond(train, learnt, beginning), train.labels, 10);
      return countRight(await respond(unseen, learnt, beginning), unseen.labels, classOf, 10);
    };
    const learnt = await learn(train, beginning);
    // An image takes five spikes or more, 500 are ten of each neuron and raise its threshold by 0.05 mV each; without
    // them 20 mV fall by 0.1 mV in 50 s.
    const rise = learnt.rise.reduce((sum, one) => sum + one, 0) / learnt.rise.length;
    expect(rise).toBeGreaterThan(20.3);
    const drawn = await learn(first(set.train, 0), beginning);
    const right = await rightWith(learnt);
    const before = await rightWith({ ...drawn, weights: scaled(drawn.weights, 50) });
    // Classes are read from what drawn weights answer, too: that is better than the 10 of chance. A share of 100 has a
    // deviation of at most 5, a difference of two 7: two of them. Seeds are fixed.
    expect(before).toBeGreaterThan(10);
    expect(right - before).toBeGreaterThan(14);
  });
});
