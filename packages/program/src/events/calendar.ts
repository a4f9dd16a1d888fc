import { createLooks, type Looks } from "./looks.ts";
import { createPending, type Pending, type SortedArrivals, sortedArrivals } from "./pending.ts";

/** Events to come, in lists by tick. */
export interface Calendar {
  /** Duration of a tick in ms, a power of two. */
  readonly tick: number;
  readonly pending: Pending;
  readonly looks: Looks;
  /** Spikes of the present window, by number in the network, before they are sent. */
  readonly spikes: SortedArrivals;
  /** Remove everything, and begin again with tick 0. */
  clear(): void;
}

/** Delays in ms that a calendar is made for. */
interface Delays {
  /** Least delay above 0; Infinity if there is none. */
  readonly least: number;
  /** Longest time from now to an arrival. */
  readonly longest: number;
}

/** So many ticks take 2 MiB; if delays differ more than that, several windows share a tick. */
const mostTicks = 262_144;

/** Least ticks of the lists of neurons, so that most neurons of some Hz are inspected once per spike. */
const lookTicks = 2048;

/** Longest tick in ms, a power of two: neurons are inspected at least this often before they spike. */
const longestTick = 4;

/** Return the duration of a tick in ms: at most the least delay, if possible. */
export function tickOf({ least, longest }: Delays): number {
  let tick = longestTick;
  while (tick > least && longest < (mostTicks / 4) * tick) tick /= 2;
  return tick;
}

/** Create an empty calendar for as many neurons. */
export function createCalendar(neurons: number, delays: Delays): Calendar {
  const tick = tickOf(delays);
  let ticks = 256;
  while (ticks < delays.longest / tick + 3) ticks *= 2;
  const pending = createPending(ticks, tick);
  const looks = createLooks(neurons, Math.max(ticks, lookTicks), tick);
  const spikes = sortedArrivals();
  return {
    tick,
    pending,
    looks,
    spikes,
    clear() {
      for (const one of [pending, looks, spikes]) one.clear();
    },
  };
}
