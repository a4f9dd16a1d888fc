import { expect, it } from "vitest";
import { drawSeed, draws as drawsOf, newDraw } from "../../../../tools/test/draws.ts";
import { spikeTimes } from "../../src/events/spike-times.ts";

it.each([1, 2, 7, 64, 100])("finds the first of %i neurons as a search does", (count) => {
  const draw = newDraw(drawSeed, count);
  const times = spikeTimes(count);
  times.clear();
  const list = Array.from({ length: count }, () => Number.POSITIVE_INFINITY);
  expect(times.soonest).toBe(Number.POSITIVE_INFINITY);
  for (let k = 0; k < drawsOf({ ci: 500, long: 5000 }); k++) {
    const [neuron, isBound] = [draw(count), draw(2) === 1];
    // Whole times, of which many are equal.
    const time = draw(4) === 0 ? Number.POSITIVE_INFINITY : draw(20);
    times.set(neuron, time, isBound);
    list[neuron] = time;
    const soonest = Math.min(...list);
    expect(times.soonest).toBe(soonest);
    if (soonest === Number.POSITIVE_INFINITY) continue;
    expect(times.first).toBe(list.indexOf(soonest));
    if (times.first === neuron) expect(times.isBound).toBe(isBound);
  }
});
