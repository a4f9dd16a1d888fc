import { stream, streamKey } from "@spikeloom/random";
import { expect, it } from "vitest";
import { type EventQueue, eventQueue } from "../../src/events/event-queue.ts";

const draws = stream(streamKey(7, "queue"), 0);
type Row = readonly [time: number, kind: number, what: number, by: number];

function drawn(): Row {
  const whole = (below: number): number => Math.floor(below * draws.uniform());
  return [whole(200), whole(3), whole(40), whole(5) - 1];
}

function compare(a: Row, b: Row): number {
  const k = a.findIndex((one, at) => one !== b[at]);
  return k < 0 ? 0 : (a[k] as number) - (b[k] as number);
}

function taken(queue: EventQueue): Row {
  queue.take();
  return [queue.time, queue.kind, queue.what, queue.by];
}

it("processes events by time, kind, number and cause, in whatever order they were added", () => {
  const rows = Array.from({ length: 3000 }, drawn);
  const queue = eventQueue();
  for (const order of [rows, rows.toReversed()]) {
    for (const row of order) queue.put(...row);
    expect(rows.map(() => taken(queue))).toEqual(rows.toSorted(compare));
    expect(queue.length).toBe(0);
  }
});

it("agrees with a sorted list as events are added and removed", () => {
  const queue = eventQueue();
  let list: Row[] = [];
  const [found, wanted]: [Row[], Row[]] = [[], []];
  for (let k = 0; k < 2000; k++) {
    if (list.length === 0 || draws.uniform() < 0.6) {
      const row = drawn();
      queue.put(...row);
      list = [...list, row].sort(compare);
    } else {
      found.push(taken(queue));
      wanted.push(list.shift() as Row);
    }
  }
  expect(found).toEqual(wanted);
  queue.clear();
  expect(queue.length).toBe(0);
  queue.put(3, 1, 2, 0);
  expect(taken(queue)).toEqual([3, 1, 2, 0]);
});
