/**
 * Return the time of a counter that wraps after a number of ticks.
 *
 * A decrease by at least half of its range is a wrap, a smaller one a step backwards.
 */
export function nextTime(last: number, counter: number, loop: number): number {
  if (counter >= last) return counter;
  const next = Math.floor(last / loop) * loop + counter;
  return last - next >= loop / 2 ? next + loop : next;
}
