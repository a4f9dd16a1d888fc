/**
 * Give the time that a counter means, which begins anew after some ticks.
 *
 * A fall by half of what it counts to or more is taken for a new beginning, a lesser one for a step backwards.
 */
export function nextTime(last: number, counter: number, loop: number): number {
  if (counter >= last) return counter;
  const next = Math.floor(last / loop) * loop + counter;
  return last - next >= loop / 2 ? next + loop : next;
}
