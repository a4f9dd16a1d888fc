import { PLACEMENT } from "../errors.ts";
import type { Partition } from "../partition/partition.ts";
import { hilbertOrder } from "./hilbert.ts";
import { checkCores, type Machine } from "./machine.ts";
import { trafficOf, weightedHops } from "./traffic.ts";

/** Routers of the cores of a partition. */
export interface Placement {
  readonly machine: Machine;
  /** By core of the partition. */
  readonly routers: Int32Array;
  /** Core within its router. */
  readonly slots: Uint16Array;
  /** Packets times links per ms, each packet with one target. */
  readonly hops: number;
}

/** Put cores on the routers row by row, in the order of the partition. */
export function sequentialPlacement(partition: Partition, machine: Machine): Placement {
  checkCores(machine, partition.cores);
  const rows = Int32Array.from(machine.cores.keys());
  return placedAt(partition, machine, fillRouters(partition.cores, machine, rows));
}

/** Put cores on the routers along a Hilbert curve, in the order of the partition. */
export function hilbertPlacement(partition: Partition, machine: Machine): Placement {
  checkCores(machine, partition.cores);
  const curve = hilbertOrder(machine.columns, machine.rows);
  return placedAt(partition, machine, fillRouters(partition.cores, machine, curve));
}

/** Fill routers in an order, each with all its cores. */
export function fillRouters(cores: number, machine: Machine, order: Int32Array): Int32Array {
  const routers = new Int32Array(cores);
  let core = 0;
  for (const router of order) {
    for (let slot = 0; slot < (machine.cores[router] as number) && core < cores; slot++) {
      routers[core++] = router;
    }
  }
  return routers;
}

/** Check a placement, number the cores of each router, and count hops. */
export function placedAt(partition: Partition, machine: Machine, routers: Int32Array): Placement {
  const taken = new Uint16Array(machine.cores.length);
  const slots = new Uint16Array(partition.cores);
  if (routers.length !== partition.cores) {
    throw PLACEMENT({
      place: "routers",
      message: "This is not a placement of the partition.",
      expected: `${partition.cores} routers`,
      got: String(routers.length),
    });
  }
  for (let core = 0; core < partition.cores; core++) {
    const router = routers[core] as number;
    const slot = taken[router] ?? 0;
    const most = machine.cores[router] ?? 0;
    if (slot >= most) {
      throw PLACEMENT({
        place: `core ${core}`,
        message: "The router has no core left.",
        expected: `at most ${most} cores at router ${router}`,
        got: String(slot + 1),
      });
    }
    slots[core] = slot;
    taken[router] = slot + 1;
  }
  const hops = weightedHops(trafficOf(partition), machine, routers);
  return { machine, routers, slots, hops };
}
