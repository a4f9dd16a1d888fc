import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { type Stream, stream, streamKey } from "@spikeloom/random";
import { MAPPING_OPTION } from "../errors.ts";
import type { Partition } from "../partition/partition.ts";
import { distanceTable, type Machine } from "./machine.ts";
import { type Placement, placedAt } from "./placement.ts";
import { changeMeter, exchange, type Seats, seatsOf } from "./seats.ts";
import { type Traffic, trafficOf } from "./traffic.ts";

/** Options of simulated annealing. */
export interface AnnealOptions {
  readonly seed?: number | undefined;
  /** Trial moves per core; by default 2000, or fewer where cores have many neighbours. */
  readonly moves?: number | undefined;
}

const names: OptionNames<AnnealOptions> = { seed: true, moves: true };

/** Neighbours visited by all trial moves together, after which annealing ends by default. */
const mostVisits = 300_000_000;
const levels = 100;
/** The temperature falls to a thousandth over all levels: 10^(-3/100). */
const cooling = 0.933254300796991;

/**
 * Improve a placement by simulated annealing of the packets times links.
 *
 * A move exchanges the places of two cores, or takes a free place. The temperature falls geometrically from the mean change of a
 * move (Kirkpatrick et al. 1983, doi:10.1126/science.220.4598.671). The result is never worse than the start.
 */
export function annealedPlacement(
  partition: Partition,
  start: Placement,
  options: AnnealOptions = {},
): Placement {
  checkOptionNames(options, names, "annealedPlacement");
  const { seed = 0, moves } = options;
  const { cores } = partition;
  if (moves !== undefined && !(moves >= 0 && moves < Number.POSITIVE_INFINITY)) {
    throw MAPPING_OPTION({
      place: "moves",
      message: "The number of trial moves is not a number from 0.",
      expected: "trial moves per core",
      got: String(moves),
    });
  }
  const traffic = trafficOf(partition);
  const trials = Math.floor(cores * (moves ?? usualMoves(traffic)));
  const seats = seatsOf(start);
  if (trials === 0 || seats.routers.length < 2) return start;
  const draws = stream(streamKey(seed, "mapping/anneal"), 0);
  const propose = proposer(seats, { traffic, draws, machine: start.machine });
  const change = changeMeter(seats, traffic, distanceTable(start.machine));
  let temperature = 0;
  const samples = Math.min(trials, 1000);
  for (let k = 0; k < samples; k++) {
    temperature +=
      Math.abs(change(draws.integer(cores), draws.integer(seats.routers.length))) / samples;
  }
  for (let level = 0; level < levels; level++, temperature *= cooling) {
    const last = Math.floor(((level + 1) * trials) / levels);
    for (let k = Math.floor((level * trials) / levels); k < last; k++) {
      const core = draws.integer(cores);
      const seat = propose(core);
      const delta = change(core, seat);
      // Accepted with the probability exp(-delta / temperature).
      if (delta > 0 && delta > temperature * draws.exponential()) continue;
      exchange(seats, core, seat);
    }
  }
  const routers = Int32Array.from(seats.seatOf, (seat) => seats.routers[seat] as number);
  const found = placedAt(partition, start.machine, routers);
  return found.hops < start.hops ? found : start;
}

function usualMoves({ cores, others }: Traffic): number {
  const visits = 2 * (cores + others.length);
  return Math.max(1, Math.min(2000, mostVisits / Math.max(visits, 1)));
}

interface Proposal {
  readonly traffic: Traffic;
  readonly draws: Stream;
  readonly machine: Machine;
}

/** Propose any seat, or one near a core with which packets are exchanged. */
function proposer(
  { routers, first, seatOf }: Seats,
  { traffic: { offsets, others }, draws, machine: { columns, rows } }: Proposal,
): (core: number) => number {
  return (core) => {
    const begin = offsets[core] as number;
    const degree = (offsets[core + 1] as number) - begin;
    if (degree > 0 && draws.integer(2) === 0) {
      const other = others[begin + draws.integer(degree)] as number;
      const router = routers[seatOf[other] as number] as number;
      const x = (router % columns) + draws.integer(5) - 2;
      const y = Math.floor(router / columns) + draws.integer(5) - 2;
      if (x >= 0 && y >= 0 && x < columns && y < rows) {
        const at = first[y * columns + x] as number;
        const number = (first[y * columns + x + 1] as number) - at;
        if (number > 0) return at + draws.integer(number);
      }
    }
    return draws.integer(routers.length);
  };
}
