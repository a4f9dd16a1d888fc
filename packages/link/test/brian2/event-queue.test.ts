import { expect, it } from "vitest";
import { eventQueue } from "../../src/brian2/event-queue.ts";

const none = new Int32Array();

it("delivers events after their delays, earlier events and smaller synapses first", () => {
  const queue = eventQueue({
    sources: Int32Array.of(1, 0, 1, 2),
    delays: Int32Array.of(1, 2, 0, 1),
    steps: Int32Array.of(1, 0),
    synapses: Int32Array.of(3, 1),
    start: 0,
    stop: 2,
  });
  // Source 2 is outside the range; synapses 3 and 1 were already on their way.
  queue.push(Int32Array.of(0, 1, 2));
  const steps = [0, 1, 2, 3].map(() => {
    const now = [...queue.now()];
    queue.advance();
    return now;
  });
  expect(steps).toEqual([[1, 2], [3, 0], [1], []]);
});

it("reports events on their way", () => {
  const queue = eventQueue({
    sources: Int32Array.of(4, 4),
    delays: Int32Array.of(3),
    steps: none,
    synapses: none,
    start: 4,
    stop: 5,
  });
  queue.push(Int32Array.of(4));
  queue.advance();
  const { steps, synapses } = queue.pending();
  expect([[...steps], [...synapses]]).toEqual([
    [2, 2],
    [0, 1],
  ]);
});
