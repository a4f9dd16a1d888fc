import type { Partition } from "../partition/partition.ts";
import { displacement, neighbour } from "../placement/machine.ts";
import type { Placement } from "../placement/placement.ts";
import { hostRouter, packetsTo } from "../placement/traffic.ts";
import type { Tree } from "./tree.ts";

/** Packets per ms over the links of a machine. */
export interface LinkLoad {
  /** Packets times links. */
  readonly hops: number;
  /** Link with the most packets: bound of the speed of the network on chip. */
  readonly busiest: { readonly router: number; readonly link: number; readonly packets: number };
  /** Links that any packet crosses. */
  readonly links: number;
  /** Most links between a part and one of its targets. */
  readonly longest: number;
}

/** Add up the packets of multicast trees on each link. */
export function treeLoad(
  { flows }: Partition,
  { machine }: Placement,
  trees: readonly Tree[],
): LinkLoad {
  const packets = new Float64Array(machine.cores.length * 6);
  const used = new Uint8Array(packets.length);
  const rates = new Map(flows.map(({ part, rate }) => [part, rate]));
  let longest = 0;
  for (const { part, nodes, root } of trees) {
    const rate = rates.get(part) ?? 0;
    // A tree lists each router after the one from which packets come.
    const depths = new Map([[root, 0]]);
    for (const { router, links, arrival } of nodes) {
      if (arrival >= 0) {
        const depth = (depths.get(neighbour(machine, router, arrival)) ?? 0) + 1;
        depths.set(router, depth);
        longest = Math.max(longest, depth);
      }
      for (let link = 0; link < 6; link++) {
        if ((links & (1 << link)) === 0) continue;
        packets[router * 6 + link] = (packets[router * 6 + link] as number) + rate;
        used[router * 6 + link] = 1;
      }
    }
  }
  return summed({ packets, used, longest });
}

/** Add up the packets to each destination on each link, along x, then y. */
export function destinationLoad(
  { flows, parts }: Partition,
  { machine, routers }: Placement,
): LinkLoad {
  const packets = new Float64Array(machine.cores.length * 6);
  const used = new Uint8Array(packets.length);
  let longest = 0;
  for (const flow of flows) {
    const core = parts[flow.part]?.core ?? -1;
    const from = core < 0 ? hostRouter : (routers[core] as number);
    for (const [k, target] of flow.targets.entries()) {
      const [dx, dy] = displacement(machine, from, routers[target] as number);
      const sent = packetsTo(flow, k, parts);
      longest = Math.max(longest, Math.abs(dx) + Math.abs(dy));
      let at = from;
      for (let step = 0; step < Math.abs(dx) + Math.abs(dy); step++) {
        const isAlongX = step < Math.abs(dx);
        const link = isAlongX ? (dx > 0 ? 0 : 3) : dy > 0 ? 2 : 5;
        packets[at * 6 + link] = (packets[at * 6 + link] as number) + sent;
        used[at * 6 + link] = 1;
        at += isAlongX ? Math.sign(dx) : Math.sign(dy) * machine.columns;
      }
    }
  }
  return summed({ packets, used, longest });
}

function summed(one: {
  readonly packets: Float64Array;
  readonly used: Uint8Array;
  readonly longest: number;
}): LinkLoad {
  const { packets, used, longest } = one;
  let [hops, links, at] = [0, 0, 0];
  for (let k = 0; k < packets.length; k++) {
    hops += packets[k] as number;
    links += used[k] as number;
    if ((packets[k] as number) > (packets[at] as number)) at = k;
  }
  const busiest = { router: Math.floor(at / 6), link: at % 6, packets: packets[at] ?? 0 };
  return { hops, busiest, links, longest };
}
