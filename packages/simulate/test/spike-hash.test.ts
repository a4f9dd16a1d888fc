import { expect, it } from "vitest";
import { spikeHash } from "../src/index.ts";

function digest(
  ...steps: readonly (readonly [step: number, neurons: readonly number[]])[]
): string {
  const hash = spikeHash();
  for (const [step, neurons] of steps) hash.add(step, neurons, 0);
  return hash.digest();
}

it("is sixteen hexadecimal digits that depend on step, neuron and order", () => {
  const one = digest([1, [2]]);
  expect(one).toMatch(/^[0-9a-f]{16}$/);
  const others = [
    digest(),
    digest([2, [2]]),
    digest([1, [3]]),
    digest([2, [1]]),
    digest([1, [2, 2]]),
  ];
  expect(new Set([one, ...others]).size).toBe(6);
  expect(digest([1, [2, 3]])).not.toBe(digest([1, [3, 2]]));
});

it("does not depend on the grouping of spikes", () => {
  expect(digest([5, [1, 2, 3]])).toBe(digest([5, [1]], [5, []], [5, [2, 3]]));
});

it("counts neurons across populations by their offset", () => {
  const hash = spikeHash();
  hash.add(4, [1], 10);
  expect(hash.digest()).toBe(digest([4, [11]]));
});

it("continues from an earlier hash", () => {
  const [first, whole] = [spikeHash(), spikeHash()];
  for (const hash of [first, whole]) hash.add(1, [4, 7], 0);
  const second = spikeHash(first.digest());
  for (const hash of [second, whole]) hash.add(2, [1], 0);
  expect(second.digest()).toBe(whole.digest());
});

it("contains the offset of a spike off the grid, to its last bit", () => {
  const at = (...spikes: readonly (readonly [step: number, neuron: number, offset: number])[]) => {
    const hash = spikeHash();
    for (const [step, neuron, offset] of spikes) hash.addAt(step, neuron, offset);
    return hash.digest();
  };
  const off = [0.03, 0.03 + 2 ** -57, -0.03, 2 ** -1074].map((offset) => at([7, 2, offset]));
  expect(new Set([at([7, 2, 0]), ...off]).size).toBe(5);
  expect(at([7, 2, -0], [8, 1, 0])).toBe(digest([7, [2]], [8, [1]]));
});
