import type { GapSeries } from "@spikeloom/code";
import { type Accumulators, receptorsOf } from "../accumulators.ts";
import { type Arena, type ByteRange, paddedLength } from "../arena.ts";
import type { PlacedDrive } from "../drives/drives.ts";
import type { OpenPorts } from "../open/open-ports.ts";
import { addressOf, type PlacedArray } from "../placed.ts";
import type { PlacedPopulation } from "../populations.ts";
import type { PlacedRule } from "../rules/placed-rule.ts";
import type { SynapseTable } from "../synapses/synapse-table.ts";

/** Locations in a shard of the state that a changed network takes over, by names that survive the change. */
export interface CarriedMemory {
  /** State that is copied unchanged. */
  readonly ranges: ReadonlyMap<string, readonly ByteRange[]>;
  /** Rings of sums of static synapses, with the first accumulator at which each ends. */
  readonly sums: readonly PendingSums[];
  /** Accumulators of each receptor of each population. */
  readonly receptors: readonly ReceptorSums[];
  /** By the names of ranges: pointers into a block, which move with it. */
  readonly pointers: ReadonlyMap<string, Pointers>;
  /** By the names of ranges: future Poisson events, which depend on rates that may have changed. */
  readonly gaps: ReadonlyMap<string, GapSeries<PlacedArray>>;
}

/** A ring of sums. */
export interface PendingSums {
  readonly address: number;
  readonly length: number;
  readonly width: number;
  readonly first: number;
}

/** The sums of a receptor. */
export interface ReceptorSums {
  readonly name: string;
  readonly first: number;
  readonly size: number;
}

/** Pointers as u32 into a block that starts at `base`. */
export interface Pointers {
  readonly address: number;
  readonly count: number;
  readonly base: number;
}

/** Parts of a shard's memory. */
export interface CarriedParts {
  readonly arena: Arena;
  readonly precision: "f64" | "f32";
  readonly populations: readonly PlacedPopulation[];
  readonly trains: ReadonlyMap<string, ByteRange>;
  readonly open: OpenPorts;
  readonly drives: readonly PlacedDrive[];
  readonly rules: readonly RuleSpan[];
  readonly tables: readonly SynapseTable[];
  readonly accumulators: Accumulators;
  /** Byte address of the first accumulator. */
  readonly sums: number;
}

/** A rule with the address ranges of its blocks. */
export interface RuleSpan {
  readonly rule: PlacedRule;
  readonly spans: readonly (readonly [from: number, until: number])[];
}

/** Name everything that a changed network takes over. */
export function carriedMemory(parts: CarriedParts): CarriedMemory {
  const { arena, precision, rules } = parts;
  const bytes = precision === "f64" ? 8 : 4;
  const named = rules.map(({ rule, spans }) => {
    const ranges = spans.flatMap(([from, until]) => arena.changingWithin(from, until));
    return [`rule/${rule.ruled.projection.name}`, ranges, rule] as const;
  });
  return {
    ranges: new Map([
      ...neuronRanges(parts, bytes),
      ...portRanges(parts, bytes),
      ...[...parts.trains].map(([name, range]) => [`train/${name}`, [range]] as const),
      ...parts.drives.flatMap(({ target, rare, changing }) =>
        // Counts of a step are drawn only for that step.
        rare === undefined ? [] : [[`drive/${target.index}`, changing] as const],
      ),
      ...named.map(([name, ranges]) => [name, ranges] as const),
    ]),
    sums: parts.tables.flatMap(({ ring, sums }) => {
      if (ring === undefined) return [];
      const { length, width } = ring;
      const first = (sums.address - parts.sums) / bytes;
      return [{ address: addressOf(ring.sums), length, width, first }];
    }),
    receptors: receptorsOf(parts.accumulators).map(({ population, receptor, first }) => {
      const size = parts.populations.find(({ name }) => name === population)?.part.size ?? 0;
      return { name: `${population}/${receptor}`, first, size };
    }),
    gaps: new Map(
      parts.drives.flatMap(({ target, rare }) =>
        rare === undefined ? [] : [[`drive/${target.index}`, rare.series] as const],
      ),
    ),
    pointers: new Map(
      named.map(([name, , { history, part }]) => [
        name,
        { address: history.newest.address, count: part.size, base: history.entries.first },
      ]),
    ),
  };
}

type Named = readonly (readonly [name: string, ranges: readonly ByteRange[]])[];

/** State, counters and inputs of neurons; parameters are written from the changed network. */
function neuronRanges({ populations, sums, accumulators }: CarriedParts, bytes: number): Named {
  const end = sums + accumulators.length * bytes;
  return populations.flatMap(({ name, program, slots, part }) =>
    [...slots].flatMap(([slot, address]) => {
      const isSum = address >= sums && address < end;
      if (isSum || program.arrays.has(slot)) return [];
      const range = { address, bytes: paddedLength(part.size) * bytes };
      return [[`neurons/${name}/${slot}`, [range]] as const];
    }),
  );
}

function portRanges({ open, populations }: CarriedParts, bytes: number): Named {
  const sent = [...open.sent].map(([name, { count, list, capacity }]) => {
    const ranges = [
      { address: count, bytes: 4 },
      { address: list, bytes: 4 * capacity },
    ];
    return [`sent/${name}`, ranges] as const;
  });
  const inputs = [...open.inputs].flatMap(([name, ports]) => {
    const size = populations.find((one) => one.name === name)?.part.size ?? 0;
    return [...ports].map(([port, { values, isNew }]) => {
      const ranges = [
        { address: values, bytes: paddedLength(size) * bytes },
        { address: isNew, bytes: 4 },
      ];
      return [`input/${name}/${port}`, ranges] as const;
    });
  });
  return [...sent, ...inputs];
}
