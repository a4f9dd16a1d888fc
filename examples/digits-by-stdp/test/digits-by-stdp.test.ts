import { openSet, takeImages } from "@spikeloom/data";
import { describe, expect, it } from "vitest";
import { learn, respond } from "../learner.ts";
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

describe("a network that learns by STDP", () => {
  it("tells digits that it has not seen better than chance", async () => {
    const set = await openSet("digits");
    const first = (of: typeof set.train, count: number) => takeImages(of, [...Array(count).keys()]);
    const [train, unseen] = [first(set.train, 100), first(set.test, 50)];
    const beginning = { neurons: 50, seed: 1 };
    const learnt = await learn(train, beginning);
    expect(Math.min(...learnt.rise)).toBeGreaterThan(19.9);
    const classOf = classOfEach(await respond(train, learnt, beginning), train.labels, 10);
    const right = countRight(await respond(unseen, learnt, beginning), unseen.labels, classOf, 10);
    // Chance is 5 of 50 with a deviation of 2.1: more than four of them away.
    expect(right).toBeGreaterThan(14);
  });
});
