import type { Partition } from "../partition/partition.ts";
import type { DistanceTable } from "./machine.ts";
import { type CostMeter, exchange, type Seats } from "./seats.ts";
import { hostRouter } from "./traffic.ts";

/** Packets of parts to several cores, each of which shares its links among all targets. */
export interface TreeTraffic {
  /** By net: packets per ms. */
  readonly rates: Float64Array;
  /** By net: core that sends; -1 for the host. */
  readonly sources: Int32Array;
  /** By net: cores that receive, without the one that sends. */
  readonly targets: readonly Int32Array[];
  /** By core: nets in which it takes part. */
  readonly nets: readonly (readonly number[])[];
}

/** List the packets of parts as nets. */
export function treeTrafficOf({ cores, parts, flows }: Partition): TreeTraffic {
  const nets: number[][] = Array.from({ length: cores }, () => []);
  const sources: number[] = [];
  const targets: Int32Array[] = [];
  const rates: number[] = [];
  for (const flow of flows) {
    const source = parts[flow.part]?.core ?? -1;
    const others = flow.targets.filter((target) => target !== source);
    if (others.length === 0 || flow.rate === 0) continue;
    for (const core of others) nets[core]?.push(rates.length);
    nets[source]?.push(rates.length);
    sources.push(source);
    targets.push(others);
    rates.push(flow.rate);
  }
  return { rates: Float64Array.from(rates), sources: Int32Array.from(sources), targets, nets };
}

/** Distances that a trial move looks up on average. */
export function visitsOf({ nets, targets }: TreeTraffic): number {
  const each = nets.map((own) =>
    own.reduce((sum, net) => {
      const pins = targets[net]?.length ?? 0;
      return sum + pins + (pins * pins) / 2;
    }, 0),
  );
  return (2 * each.reduce((sum, one) => sum + one, 0)) / Math.max(1, nets.length);
}

/** Packets times links of all trees. */
export interface TreeMeter extends CostMeter {
  total(): number;
}

/**
 * Create what computes the change of packets times links of multicast trees.
 *
 * The length of a tree is that of connecting each target, the nearest to the source first, to the nearest router that is
 * connected: an upper bound of neighbour-exploring routing, which also joins paths.
 */
export function treeMeter(
  seats: Seats,
  { rates, sources, targets, nets }: TreeTraffic,
  length: DistanceTable,
): TreeMeter {
  const { routers, coreAt, seatOf } = seats;
  const routerOf = (core: number): number =>
    core < 0 ? hostRouter : (routers[seatOf[core] as number] as number);
  const widest = targets.reduce((most, own) => Math.max(most, own.length), 0);
  const points = new Int32Array(widest + 1);
  const nearest = new Int32Array(widest + 1);
  const met = new Int32Array(routers.reduce((most, one) => Math.max(most, one), 0) + 1);
  let stamp = 0;
  /** Length of the tree of a net, by adding the nearest router that is left. */
  const treeLength = (net: number): number => {
    const root = routerOf(sources[net] as number);
    const own = targets[net] as Int32Array;
    stamp++;
    met[root] = stamp;
    let left = 0;
    for (let k = 0; k < own.length; k++) {
      const router = routerOf(own[k] as number);
      if (met[router] === stamp) continue;
      met[router] = stamp;
      points[left] = router;
      nearest[left] = length(root, router);
      left++;
    }
    let sum = 0;
    while (left > 0) {
      let best = 0;
      for (let k = 1; k < left; k++) {
        if ((nearest[k] as number) < (nearest[best] as number)) best = k;
      }
      const router = points[best] as number;
      sum += nearest[best] as number;
      left--;
      points[best] = points[left] as number;
      nearest[best] = nearest[left] as number;
      for (let k = 0; k < left; k++) {
        const links = length(router, points[k] as number);
        if (links < (nearest[k] as number)) nearest[k] = links;
      }
    }
    return sum;
  };
  const lengths = Int32Array.from(rates, (_, net) => treeLength(net));
  const visited = new Int32Array(rates.length);
  let visit = 0;
  /** Visit the nets of two cores, each once. */
  const each = (core: number, other: number, act: (net: number) => void): void => {
    visit++;
    for (const net of nets[core] as readonly number[]) {
      visited[net] = visit;
      act(net);
    }
    if (other < 0) return;
    for (const net of nets[other] as readonly number[]) if (visited[net] !== visit) act(net);
  };
  return {
    total: () => lengths.reduce((sum, links, net) => sum + links * (rates[net] as number), 0),
    change(core, seat) {
      const own = seatOf[core] as number;
      if (routers[own] === routers[seat]) return 0;
      const other = coreAt[seat] as number;
      exchange(seats, core, seat);
      let sum = 0;
      each(core, other, (net) => {
        sum += (rates[net] as number) * (treeLength(net) - (lengths[net] as number));
      });
      exchange(seats, core, own);
      return sum;
    },
    take(core, seat) {
      const other = coreAt[seat] as number;
      exchange(seats, core, seat);
      each(core, other, (net) => {
        lengths[net] = treeLength(net);
      });
    },
  };
}
