import type { Flow } from "../partition/flows.ts";
import type { Partition } from "../partition/partition.ts";
import { distanceTable, type Machine } from "./machine.ts";

/** Packets per ms between cores, in both directions together. */
export interface Traffic {
  readonly cores: number;
  /** Neighbours of core c: `others[offsets[c]]` up to `others[offsets[c + 1]]`. */
  readonly offsets: Int32Array;
  readonly others: Int32Array;
  readonly packets: Float64Array;
  /** Packets between each core and the host. */
  readonly host: Float64Array;
}

/** Router at which spikes from outside enter. */
export const hostRouter = 0;

/** Add up the packets between each pair of cores; a part sends each target core one packet per axon. */
export function trafficOf({ cores, parts, flows }: Partition): Traffic {
  const host = new Float64Array(cores);
  const counts = new Int32Array(cores + 1);
  const each = (visit: (from: number, to: number, packets: number) => void): void => {
    for (const flow of flows) {
      const from = parts[flow.part]?.core ?? -1;
      for (const [k, to] of flow.targets.entries()) visit(from, to, packetsTo(flow, k, parts));
    }
  };
  each((from, to, packets) => {
    if (from < 0) {
      host[to] = (host[to] as number) + packets;
    } else if (from !== to) {
      counts[from + 1] = (counts[from + 1] as number) + 1;
      counts[to + 1] = (counts[to + 1] as number) + 1;
    }
  });
  for (let c = 0; c < cores; c++) counts[c + 1] = (counts[c + 1] as number) + (counts[c] as number);
  const next = counts.slice();
  const others = new Int32Array(counts[cores] as number);
  const packets = new Float64Array(others.length);
  const put = (at: number, other: number, sent: number): void => {
    const k = next[at] as number;
    next[at] = k + 1;
    others[k] = other;
    packets[k] = sent;
  };
  each((from, to, sent) => {
    if (from < 0 || from === to) return;
    put(from, to, sent);
    put(to, from, sent);
  });
  return { cores, offsets: counts, others, packets, host };
}

/** Packets per ms of a flow to its k-th target core. */
export function packetsTo(
  { part, rate, axons }: Flow,
  k: number,
  parts: Partition["parts"],
): number {
  const one = parts[part];
  const size = one === undefined ? 1 : one.until - one.from;
  return (rate * (axons[k] as number)) / size;
}

/** Sum of packets times links for a placement, each packet with one target. */
export function weightedHops(traffic: Traffic, machine: Machine, routers: Int32Array): number {
  const length = distanceTable(machine);
  let sum = 0;
  for (let c = 0; c < traffic.cores; c++) {
    const at = routers[c] as number;
    sum += 2 * (traffic.host[c] as number) * length(hostRouter, at);
    for (let k = traffic.offsets[c] as number; k < (traffic.offsets[c + 1] as number); k++) {
      const other = routers[traffic.others[k] as number] as number;
      sum += (traffic.packets[k] as number) * length(at, other);
    }
  }
  // Each pair of cores was met from both sides.
  return sum / 2;
}
