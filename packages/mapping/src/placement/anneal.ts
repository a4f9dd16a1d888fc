import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { type Stream, stream, streamKey } from "@spikeloom/random";
import { MAPPING_OPTION } from "../errors.ts";
import type { Partition } from "../partition/partition.ts";
import { distanceTable, type Machine } from "./machine.ts";
import { type Placement, placedAt } from "./placement.ts";
import { type CostMeter, type Seats, seatsOf, singleMeter } from "./seats.ts";
import { type Traffic, trafficOf } from "./traffic.ts";
import { type TreeTraffic, treeMeter, treeTrafficOf, visitsOf } from "./tree-meter.ts";

/** Options of simulated annealing. */
export interface AnnealOptions {
  readonly seed?: number | undefined;
  /** Trial moves per core; by default 2000, or fewer where cores have many neighbours. */
  readonly moves?: number | undefined;
}

const names: OptionNames<AnnealOptions> = { seed: true, moves: true };

/** Neighbours visited by all trial moves together, after which annealing ends by default. */
const mostVisits = 100_000_000;
/** The same for trees, whose visits take less time. */
const mostTreeVisits = 400_000_000;
/** With fewer trial moves per core, trees are not annealed by default. */
const leastMoves = 20;
const levels = 100;
/** The temperature falls to a thousandth over all levels: 10^(-3/100). */
const cooling = 0.933254300796991;
/** Temperature at which trees start, as a share of the mean change: they improve a good placement. */
const treeWarmth = 0.05;
/** It then falls to a hundredth: 10^(-2/100). */
const treeCooling = 0.954992586021436;

/**
 * Improve a placement by simulated annealing of the packets times links.
 *
 * A move exchanges the places of two cores, or takes a free place. The temperature falls geometrically from the mean change of a
 * move (Kirkpatrick et al. 1983, doi:10.1126/science.220.4598.671). Where routers send a packet on to several targets, links are
 * then counted once for all targets behind them. The result is never worse than the start.
 */
export function annealedPlacement(
  partition: Partition,
  start: Placement,
  options: AnnealOptions = {},
): Placement {
  checkOptionNames(options, names, "annealedPlacement");
  const { seed = 0, moves } = options;
  if (moves !== undefined && !(moves >= 0 && moves < Number.POSITIVE_INFINITY)) {
    throw MAPPING_OPTION({
      place: "moves",
      message: "The number of trial moves is not a number from 0.",
      expected: "trial moves per core",
      got: String(moves),
    });
  }
  const draws = stream(streamKey(seed, "mapping/anneal"), 0);
  const job: Job = { partition, traffic: trafficOf(partition), draws, moves };
  const single = annealSingle(start, job);
  if (partition.chip.routing === "destinations") return single;
  return annealTrees([start, single], job);
}

interface Job {
  readonly partition: Partition;
  readonly traffic: Traffic;
  readonly draws: Stream;
  readonly moves: number | undefined;
}

/** Anneal with a packet to each target. */
function annealSingle(start: Placement, job: Job): Placement {
  const { partition, traffic, draws, moves } = job;
  const trials = Math.floor(partition.cores * (moves ?? usualMoves(traffic)));
  const seats = seatsOf(start);
  if (trials === 0 || seats.routers.length < 2) return start;
  const meter = singleMeter(seats, traffic, distanceTable(start.machine));
  const propose = proposer(seats, { traffic, draws, machine: start.machine });
  anneal(seats, { meter, propose, draws, trials, warmth: 1, cooling });
  const found = placedAt(partition, start.machine, routersOf(seats));
  return found.hops < start.hops ? found : start;
}

/** Anneal the best of several placements with a tree from each part to its targets. */
function annealTrees(starts: readonly Placement[], job: Job): Placement {
  const { partition, traffic, draws, moves } = job;
  const trees = treeTrafficOf(partition);
  const measured = [...new Set(starts)].map((placement) => {
    const seats = seatsOf(placement);
    const meter = treeMeter(seats, trees, distanceTable(placement.machine));
    return { placement, seats, meter, links: meter.total() };
  });
  const best = measured.toSorted((a, b) => a.links - b.links)[0];
  if (best === undefined) throw new Error("There is no placement to start from.");
  const { placement, seats, meter, links } = best;
  const usual = Math.min(2000, mostTreeVisits / partition.cores / Math.max(visitsOf(trees), 1));
  const trials = Math.floor(partition.cores * (moves ?? (usual < leastMoves ? 0 : usual)));
  if (trials === 0 || seats.routers.length < 2) return placement;
  const anywhere = proposer(seats, { traffic, draws, machine: placement.machine });
  const propose = treeProposer(seats, { trees, draws, otherwise: anywhere });
  anneal(seats, { meter, propose, draws, trials, warmth: treeWarmth, cooling: treeCooling });
  if (meter.total() >= links) return placement;
  return placedAt(partition, placement.machine, routersOf(seats));
}

function routersOf({ seatOf, routers }: Seats): Int32Array {
  return Int32Array.from(seatOf, (seat) => routers[seat] as number);
}

interface Annealing {
  readonly meter: CostMeter;
  readonly propose: (core: number) => number;
  readonly draws: Stream;
  readonly trials: number;
  /** Temperature at the start, as a share of the mean change of a move. */
  readonly warmth: number;
  /** Factor of the temperature from one level to the next. */
  readonly cooling: number;
}

function anneal(
  { routers, seatOf: { length: cores } }: Seats,
  { meter, propose, draws, trials, warmth, cooling: factor }: Annealing,
): void {
  let temperature = 0;
  const samples = Math.min(trials, 1000);
  for (let k = 0; k < samples; k++) {
    const change = meter.change(draws.integer(cores), draws.integer(routers.length));
    temperature += (warmth * Math.abs(change)) / samples;
  }
  for (let level = 0; level < levels; level++, temperature *= factor) {
    const last = Math.floor(((level + 1) * trials) / levels);
    for (let k = Math.floor((level * trials) / levels); k < last; k++) {
      const core = draws.integer(cores);
      const seat = propose(core);
      const delta = meter.change(core, seat);
      // Accepted with the probability exp(-delta / temperature).
      if (delta > 0 && delta > temperature * draws.exponential()) continue;
      meter.take(core, seat);
    }
  }
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

interface TreeProposal {
  readonly trees: TreeTraffic;
  readonly draws: Stream;
  readonly otherwise: (core: number) => number;
}

/** Propose every other time a seat on a router that a tree of the core reaches already. */
function treeProposer(
  { routers, first, seatOf }: Seats,
  { trees: { nets, targets }, draws, otherwise }: TreeProposal,
): (core: number) => number {
  return (core) => {
    const own = nets[core] as readonly number[];
    if (own.length === 0 || draws.integer(2) === 0) return otherwise(core);
    const reached = targets[own[draws.integer(own.length)] as number] as Int32Array;
    const other = reached[draws.integer(reached.length)] as number;
    const router = routers[seatOf[other] as number] as number;
    const at = first[router] as number;
    return at + draws.integer((first[router + 1] as number) - at);
  };
}
