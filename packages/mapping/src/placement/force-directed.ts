import type { Partition } from "../partition/partition.ts";
import { distanceTable, linkSteps } from "./machine.ts";
import { type Placement, placedAt } from "./placement.ts";
import { seatsOf, singleMeter } from "./seats.ts";
import { trafficOf } from "./traffic.ts";

const mostSweeps = 200;

/**
 * Improve a placement by moving cores to neighbouring routers.
 *
 * As long as packets times links fall, each core follows the force of its traffic, one link at a time, in exchange with the core that is there (Jin et al. 2023,
 * doi:10.1145/3582016.3582038). It needs no random numbers and no temperature.
 */
export function forceDirectedPlacement(partition: Partition, start: Placement): Placement {
  const { machine } = start;
  const { columns, rows, wraps } = machine;
  const seats = seatsOf(start);
  const meter = singleMeter(seats, trafficOf(partition), distanceTable(machine));
  const nearby = (router: number, link: number): number => {
    const [dx, dy] = linkSteps[link] as (typeof linkSteps)[number];
    let [x, y] = [(router % columns) + dx, Math.floor(router / columns) + dy];
    if (wraps) [x, y] = [(x + columns) % columns, (y + rows) % rows];
    return x < 0 || y < 0 || x >= columns || y >= rows ? -1 : y * columns + x;
  };
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let moved = 0;
    for (let core = 0; core < partition.cores; core++) {
      const router = seats.routers[seats.seatOf[core] as number] as number;
      let best = { seat: -1, delta: -1e-12 };
      for (let link = 0; link < 6; link++) {
        const to = nearby(router, link);
        if (to < 0) continue;
        const end = seats.first[to + 1] as number;
        for (let seat = seats.first[to] as number; seat < end; seat++) {
          const delta = meter.change(core, seat);
          if (delta < best.delta) best = { seat, delta };
        }
      }
      if (best.seat < 0) continue;
      meter.take(core, best.seat);
      moved++;
    }
    if (moved === 0) break;
  }
  const routers = Int32Array.from(seats.seatOf, (seat) => seats.routers[seat] as number);
  return placedAt(partition, machine, routers);
}
