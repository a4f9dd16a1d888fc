import type { ChipRecord } from "../chips/chip.ts";
import { CHIP_CORES } from "../errors.ts";

/** Links of a router by number, as on SpiNNaker; a mesh has those with one coordinate. */
export const linkSteps = [
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
] as const;

/** Number of the link opposite to a link. */
export function opposite(link: number): number {
  return (link + 3) % 6;
}

/** Routers of one or several chips, and their cores. */
export interface Machine {
  readonly chip: ChipRecord;
  readonly chips: number;
  readonly columns: number;
  readonly rows: number;
  /** Whether links at the edges lead to the opposite edge. */
  readonly wraps: boolean;
  /** Cores of each router that a network can use; 0 where no router exists. */
  readonly cores: Uint16Array;
}

/** Find the router at the other end of a link; -1 if there is none. */
export function neighbour(
  { columns, rows, wraps, cores, chip }: Machine,
  at: number,
  link: number,
): number {
  if (chip.routers.links === "mesh" && (link === 1 || link === 4)) return -1;
  const [dx, dy] = linkSteps[link] as (typeof linkSteps)[number];
  let x = (at % columns) + dx;
  let y = Math.floor(at / columns) + dy;
  if (wraps) [x, y] = [(x + columns) % columns, (y + rows) % rows];
  if (x < 0 || y < 0 || x >= columns || y >= rows) return -1;
  const found = y * columns + x;
  return (cores[found] as number) > 0 ? found : -1;
}

/** Steps in x and y from one router to another, by the shortest way. */
export function displacement(
  machine: Machine,
  from: number,
  to: number,
): readonly [dx: number, dy: number] {
  const { columns, rows, wraps } = machine;
  const dx = (to % columns) - (from % columns);
  const dy = Math.floor(to / columns) - Math.floor(from / columns);
  if (!wraps) return [dx, dy];
  let best: readonly [number, number] = [dx, dy];
  let shortest = Number.POSITIVE_INFINITY;
  for (const x of [dx, dx - Math.sign(dx || 1) * columns]) {
    for (const y of [dy, dy - Math.sign(dy || 1) * rows]) {
      const length = hops(machine, x, y);
      if (length < shortest) [best, shortest] = [[x, y], length];
    }
  }
  return best;
}

/** Count the links of a shortest path between two routers. */
export function distance(machine: Machine, from: number, to: number): number {
  const [dx, dy] = displacement(machine, from, to);
  return hops(machine, dx, dy);
}

/** Number of links between two routers, from a table. */
export type DistanceTable = (from: number, to: number) => number;

/** Tabulate the distances of a machine by differences of columns and rows. */
export function distanceTable(machine: Machine): DistanceTable {
  const { columns, rows, cores } = machine;
  const width = 2 * columns - 1;
  const table = new Int32Array(width * (2 * rows - 1));
  for (let dy = 1 - rows; dy < rows; dy++) {
    for (let dx = 1 - columns; dx < columns; dx++) {
      const from = Math.max(-dy, 0) * columns + Math.max(-dx, 0);
      const to = Math.max(dy, 0) * columns + Math.max(dx, 0);
      table[(dy + rows - 1) * width + dx + columns - 1] = distance(machine, from, to);
    }
  }
  // Offsets of routers in the table, so that a difference of two is one of places.
  const places = Int32Array.from(
    cores,
    (_, at) => Math.floor(at / columns) * width + (at % columns),
  );
  const centre = (rows - 1) * width + columns - 1;
  return (from, to) => table[centre + (places[to] as number) - (places[from] as number)] as number;
}

function hops({ chip }: Machine, dx: number, dy: number): number {
  if (chip.routers.links === "mesh") return Math.abs(dx) + Math.abs(dy);
  // A diagonal link takes one step in both coordinates.
  return dx > 0 === dy > 0 ? Math.max(Math.abs(dx), Math.abs(dy)) : Math.abs(dx) + Math.abs(dy);
}

/** Size of a machine: enough chips for a number of cores, or a number of chips. */
export type MachineSize = { readonly cores: number } | { readonly chips: number };

/** Build the smallest machine of a chip with at least this size. */
export function machineOf(chip: ChipRecord, size: MachineSize): Machine {
  const { columns, rows, cores } = chip.routers;
  const perChip = columns * rows * cores;
  const needed = "chips" in size ? size.chips : Math.max(1, Math.ceil(size.cores / perChip));
  if (chip.board === "hexagon-48") return hexagonal(chip, needed);
  // As near to a square of routers as whole chips allow.
  const ideal = Math.max(1, Math.round(Math.sqrt((needed * rows) / columns)));
  const isFull = chip.routing === "destinations";
  const across = isFull ? rectangleWidth(needed, ideal, "chips" in size) : ideal;
  const down = Math.ceil(needed / across);
  const chips = isFull ? across * down : needed;
  const machine = { chip, chips, columns: across * columns, rows: down * rows, wraps: false };
  const present = new Uint16Array(machine.columns * machine.rows);
  for (let at = 0; at < present.length; at++) {
    const x = Math.floor((at % machine.columns) / columns);
    const y = Math.floor(at / machine.columns / rows);
    if (y * across + x < chips) present[at] = cores;
  }
  return { ...machine, cores: present };
}

/**
 * Find the width of a rectangle of chips without gaps, which packets along x, then y, need.
 *
 * The fewest chips in a rectangle at most twice as wide or narrow as the ideal, or else exactly the chips that there are.
 */
function rectangleWidth(chips: number, ideal: number, isExact: boolean): number {
  let best = { across: 1, excess: Number.POSITIVE_INFINITY, distance: Number.POSITIVE_INFINITY };
  for (let across = 1; across <= chips; across++) {
    const isNear = 2 * across >= ideal && across <= 2 * ideal;
    const excess = (across - (chips % across)) % across;
    if (isExact ? excess > 0 : !isNear) continue;
    const distance = Math.abs(Math.log2(across / ideal));
    if (excess < best.excess || (excess === best.excess && distance < best.distance)) {
      best = { across, excess, distance };
    }
  }
  return best.across;
}

/** Boards of 48 chips: one is a hexagon, three are a torus of 12 by 12 (doi:10.1109/JPROC.2014.2304638). */
function hexagonal(chip: ChipRecord, chips: number): Machine {
  const { cores } = chip.routers;
  if (chips === 1)
    return { chip, chips, columns: 1, rows: 1, wraps: false, cores: Uint16Array.of(cores) };
  if (chips <= 48) {
    const present = new Uint16Array(64);
    for (let at = 0; at < 64; at++) {
      const [x, y] = [at % 8, Math.floor(at / 8)];
      if (x - y <= 4 && y - x <= 3) present[at] = cores;
    }
    return { chip, chips: 48, columns: 8, rows: 8, wraps: false, cores: present };
  }
  const triads = Math.ceil(chips / 144);
  const down = Math.max(1, Math.floor(Math.sqrt(triads)));
  const across = Math.ceil(triads / down);
  const [columns, rows] = [12 * across, 12 * down];
  return {
    chip,
    chips: columns * rows,
    columns,
    rows,
    wraps: true,
    cores: new Uint16Array(columns * rows).fill(cores),
  };
}

/** Count the cores of a machine. */
export function coresOf({ cores }: Machine): number {
  return cores.reduce((sum, one) => sum + one, 0);
}

/** Check that a machine has this many cores. */
export function checkCores(machine: Machine, cores: number): void {
  const limit = coresOf(machine);
  if (cores <= limit) return;
  const place = `machine of ${machine.chips} chips`;
  throw CHIP_CORES({ place, chip: machine.chip.name, limit, value: cores });
}
