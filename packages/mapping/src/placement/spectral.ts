import type { Partition } from "../partition/partition.ts";
import { hilbertOrder } from "./hilbert.ts";
import { checkCores, type Machine } from "./machine.ts";
import { fillRouters, type Placement, placedAt } from "./placement.ts";
import { type Traffic, trafficOf } from "./traffic.ts";

const iterations = 400;

/**
 * Put cores along a Hilbert curve in the order of their Fiedler vector.
 *
 * This vector of the traffic minimises packets times the squared distance on a line (Hall 1970, doi:10.1287/mnsc.17.3.219).
 */
export function spectralPlacement(partition: Partition, machine: Machine): Placement {
  checkCores(machine, partition.cores);
  const vector = fiedlerVector(trafficOf(partition));
  const order = [...vector.keys()].sort(
    (a, b) => (vector[a] as number) - (vector[b] as number) || a - b,
  );
  const curve = hilbertOrder(machine.columns, machine.rows);
  const along = fillRouters(partition.cores, machine, curve);
  const routers = new Int32Array(partition.cores);
  for (const [k, core] of order.entries()) routers[core] = along[k] as number;
  return placedAt(partition, machine, routers);
}

/** Approximate the second eigenvector of the random walk on the traffic, by power iteration. */
function fiedlerVector({ cores, offsets, others, packets }: Traffic): Float64Array {
  const degrees = new Float64Array(cores);
  for (let c = 0; c < cores; c++) {
    for (let k = offsets[c] as number; k < (offsets[c + 1] as number); k++) {
      degrees[c] = (degrees[c] as number) + (packets[k] as number);
    }
  }
  // Cores without traffic take part with a weight of one packet, so that no division is by zero.
  const weights = degrees.map((degree) => (degree > 0 ? degree : 1));
  const total = weights.reduce((sum, one) => sum + one, 0);
  // The order of the partition is a good start: neighbouring slices mostly belong together.
  let vector = Float64Array.from({ length: cores }, (_, c) => c);
  for (let step = 0; step < iterations; step++) {
    // Without the first eigenvector, which is constant.
    const mean = vector.reduce((sum, one, c) => sum + one * (weights[c] as number), 0) / total;
    const centred = vector.map((one) => one - mean);
    const length = Math.sqrt(centred.reduce((sum, one) => sum + one * one, 0)) || 1;
    vector = centred.map((one, c) => {
      let sum = 0;
      for (let k = offsets[c] as number; k < (offsets[c + 1] as number); k++) {
        sum += (packets[k] as number) * (centred[others[k] as number] as number);
      }
      // A lazy walk, whose eigenvalues are not negative.
      return (one + sum / (weights[c] as number)) / 2 / length;
    });
  }
  return vector;
}
