import type { ConnectorLookup } from "@spikeloom/kernel";
import { gridRows, type NetworkProgram, openProjections } from "@spikeloom/program";
import { axonName } from "./axon.ts";
import { TRUENORTH_DELAY } from "./errors.ts";
import { typeOf } from "./neuron.ts";

/** Longest delay of a spike in ticks. */
const longestDelay = 15;

/** What populations are on the chip: its neurons, sources outside of it, and axons that several neurons reach. */
export type Kind = "neurons" | "inputs" | "axons";

/** Members of one kind, counted over all populations of the network. */
export interface Members {
  readonly count: number;
  /** Number of the first neuron of each population. */
  readonly first: ReadonlyMap<string, number>;
}

/** Numbers of all neurons, sources and axons. */
export type Numbering = Readonly<Record<Kind, Members>>;

/** Number the members of all populations, by kind. */
export function numberMembers({ populations }: NetworkProgram): Numbering {
  const counts = { neurons: 0, inputs: 0, axons: 0 };
  const first = {
    neurons: new Map<string, number>(),
    inputs: new Map<string, number>(),
    axons: new Map<string, number>(),
  };
  for (const { name, size, source, form } of populations.values()) {
    const isAxon = form.model === axonName;
    const kind = source !== undefined ? "inputs" : isAxon ? "axons" : "neurons";
    first[kind].set(name, counts[kind]);
    counts[kind] += size;
  }
  const of = (kind: Kind): Members => ({ count: counts[kind], first: first[kind] });
  return { neurons: of("neurons"), inputs: of("inputs"), axons: of("axons") };
}

/** Describe a member as a place in the network. */
export function placeOf({ first }: Members, member: number): string {
  const [name, from] = [...first].findLast(([, least]) => least <= member) ?? ["", 0];
  return `populations.${name}, neuron ${member - from}`;
}

/** Connections through axons of one type and one delay. */
export interface Crossbar {
  readonly from: Kind;
  /** Type of the axons; undefined where the targets themselves are axons. */
  readonly type: number | undefined;
  /** In ticks, from 1 to 15; 0 from axons, which take no time. */
  readonly delay: number;
  /** Sources of target j are `sources[offsets[j]]` up to `sources[offsets[j + 1]]`. */
  readonly offsets: Float64Array;
  readonly sources: Uint32Array;
}

/** Convert a delay in steps to ticks: a spike with a delay of d ticks acts d ticks after its own. */
export function ticksOf(steps: number, stepsPerTick: 1 | 2): number {
  return Math.floor(steps / stepsPerTick) + 1;
}

/** Refuse a delay that the chip cannot store. */
export function checkDelay(ticks: number, place: string): void {
  if (ticks <= longestDelay) return;
  throw TRUENORTH_DELAY({
    place: `${place}.delay`,
    message: "The delay does not fit into the 4 bits of a spike.",
    expected: `at most ${longestDelay} ticks, written as a delay of ${longestDelay - 1} ticks`,
    got: `${ticks} ticks`,
    next: "Shorten the delay, or relay the spikes through another population.",
  });
}

/**
 * Draw all synapses, by kind of source, type of axon and delay.
 *
 * A second synapse between the same neurons needs an axon of its own, so it is in a crossbar of its own.
 */
export function drawCrossbars(
  program: NetworkProgram,
  numbering: Numbering,
  {
    stack,
    stepsPerTick,
  }: {
    readonly stack: Pick<ConnectorLookup, "find" | "list">;
    readonly stepsPerTick: 1 | 2;
  },
): readonly Crossbar[] {
  const groups = new Map<string, Omit<Crossbar, "offsets" | "sources"> & { keys: number[] }>();
  for (const projection of openProjections(program, { stack })) {
    const { from, to, place, receptor = "" } = projection;
    const type = typeOf(receptor);
    const [kind, firstSource] = memberOf(numbering, from);
    const [, firstTarget] = memberOf(numbering, to);
    const width = numbering[kind].count;
    for (const row of gridRows(projection, program)) {
      for (let k = 0; k < row.partners.length; k++) {
        const delay = kind === "axons" ? 0 : ticksOf(row.delays[k] as number, stepsPerTick);
        checkDelay(delay, place);
        const name = `${kind} ${type} ${delay}`;
        let group = groups.get(name);
        if (group === undefined) {
          group = { from: kind, type, delay, keys: [] };
          groups.set(name, group);
        }
        group.keys.push((firstTarget + row.target(k)) * width + firstSource + row.source(k));
      }
    }
  }
  return [...groups.values()].flatMap(({ keys, ...group }) => {
    const targets = numbering[group.type === undefined ? "axons" : "neurons"].count;
    const width = numbering[group.from].count;
    return copiesOf(Float64Array.from(keys).sort()).map((own) => ({
      ...group,
      ...rowsFrom(own, { targets, width }),
    }));
  });
}

function memberOf(numbering: Numbering, population: string): readonly [Kind, number] {
  for (const kind of ["neurons", "inputs", "axons"] as const) {
    const first = numbering[kind].first.get(population);
    if (first !== undefined) return [kind, first];
  }
  throw new Error(`There is no population "${population}".`);
}

/** Separate sorted numbers into lists without repetitions. */
function copiesOf(sorted: Float64Array): readonly Float64Array[] {
  const lists: number[][] = [];
  let copy = 0;
  for (let k = 0; k < sorted.length; k++) {
    copy = k > 0 && sorted[k] === sorted[k - 1] ? copy + 1 : 0;
    const list = lists[copy] ?? [];
    lists[copy] = list;
    list.push(sorted[k] as number);
  }
  return lists.map((list) => Float64Array.from(list));
}

/** Rows of sources from numbers that are each a target times the number of sources plus a source. */
function rowsFrom(
  keys: Float64Array,
  { targets, width }: { readonly targets: number; readonly width: number },
): Pick<Crossbar, "offsets" | "sources"> {
  const offsets = new Float64Array(targets + 1);
  const sources = new Uint32Array(keys.length);
  for (let k = 0; k < keys.length; k++) {
    const key = keys[k] as number;
    const target = Math.floor(key / width);
    sources[k] = key - target * width;
    offsets[target + 1] = k + 1;
  }
  for (let j = 1; j <= targets; j++) {
    offsets[j] = Math.max(offsets[j] as number, offsets[j - 1] as number);
  }
  return { offsets, sources };
}
