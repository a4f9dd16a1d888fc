import type { DistanceTable } from "./machine.ts";
import type { Placement } from "./placement.ts";
import { hostRouter, type Traffic } from "./traffic.ts";

/** Places for cores, and the cores that take them. */
export interface Seats {
  /** By seat: its router, ascending. */
  readonly routers: Int32Array;
  /** By router: its first seat, and after the last router the number of seats. */
  readonly first: Int32Array;
  /** By seat: the core that takes it; -1 if it is free. */
  readonly coreAt: Int32Array;
  /** By core. */
  readonly seatOf: Int32Array;
}

/** List the places of a machine; where each chip is one router, those of the chips in use. */
export function seatsOf({ machine, routers }: Placement): Seats {
  const { cores, chip } = machine;
  const used = new Set(routers);
  const isChip = chip.routers.columns * chip.routers.rows === 1;
  const first = new Int32Array(cores.length + 1);
  const list: number[] = [];
  for (const [router, number] of cores.entries()) {
    first[router] = list.length;
    if (isChip && !used.has(router)) continue;
    for (let k = 0; k < number; k++) list.push(router);
  }
  first[cores.length] = list.length;
  const coreAt = new Int32Array(list.length).fill(-1);
  const seatOf = new Int32Array(routers.length);
  const next = first.slice();
  for (const [core, router] of routers.entries()) {
    const seat = next[router] as number;
    next[router] = seat + 1;
    seatOf[core] = seat;
    coreAt[seat] = core;
  }
  return { routers: Int32Array.from(list), first, coreAt, seatOf };
}

/** Exchange the seats of a core and of whatever is at another seat. */
export function exchange({ coreAt, seatOf }: Seats, core: number, seat: number): void {
  const own = seatOf[core] as number;
  const other = coreAt[seat] as number;
  coreAt[own] = other;
  coreAt[seat] = core;
  seatOf[core] = seat;
  if (other >= 0 && other !== core) seatOf[other] = own;
}

/** Cost of a placement that changes by exchanges of seats. */
export interface CostMeter {
  /** Compute the change of the cost if a core takes a seat. */
  change(core: number, seat: number): number;
  /** Let it take the seat. */
  take(core: number, seat: number): void;
}

/** Create what computes the change of packets times links, each packet with one target. */
export function singleMeter(
  seats: Seats,
  { offsets, others, packets, host }: Traffic,
  length: DistanceTable,
): CostMeter {
  const { routers, coreAt, seatOf } = seats;
  const moved = (core: number, besides: number, from: number, to: number): number => {
    let sum = (host[core] as number) * (length(hostRouter, to) - length(hostRouter, from));
    const end = offsets[core + 1] as number;
    for (let k = offsets[core] as number; k < end; k++) {
      const other = others[k] as number;
      if (other === besides) continue;
      const at = routers[seatOf[other] as number] as number;
      sum += (packets[k] as number) * (length(to, at) - length(from, at));
    }
    return sum;
  };
  return {
    change(core, seat) {
      const from = routers[seatOf[core] as number] as number;
      const to = routers[seat] as number;
      if (from === to) return 0;
      const other = coreAt[seat] as number;
      const own = moved(core, other, from, to);
      return other < 0 ? own : own + moved(other, core, to, from);
    },
    take: (core, seat) => exchange(seats, core, seat),
  };
}
