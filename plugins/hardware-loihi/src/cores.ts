import type { HardwareLimit } from "@spikeloom/kernel";
import { LOIHI_LIMIT } from "./errors.ts";

const davies = "doi:10.1109/MM.2018.112130359";
const nengoLoihi = "https://github.com/nengo/nengo-loihi";

/** Resources of a core, and of the largest system. */
export const loihiLimits = {
  neurons: { value: 1024, unit: "1", about: "compartments of a core", source: davies },
  axonsIn: { value: 4096, unit: "1", about: "axons that end at a core", source: nengoLoihi },
  axonsOut: { value: 4096, unit: "1", about: "axons that begin at a core", source: nengoLoihi },
  synapseBits: {
    value: 16384 * 64,
    unit: "bit",
    about: "synapse memory of a core",
    source: nengoLoihi,
  },
  coresOfChip: { value: 128, unit: "1", about: "cores of a chip", source: davies },
  chips: { value: 768, unit: "1", about: "chips of the largest system", source: davies },
} as const satisfies Readonly<Record<string, HardwareLimit>>;

/** Synapses of a projection, and the bits that each takes. */
export interface CoreProjection {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly weightBits: number;
  readonly delayBits: number;
  /** Ends of each synapse. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
}

/** Cores of a population, which share its neurons evenly. */
export interface CoreUse {
  readonly population: string;
  readonly cores: number;
  /** Largest use of any of them. */
  readonly neurons: number;
  readonly axonsIn: number;
  readonly axonsOut: number;
  readonly synapseBits: number;
}

type Resource = "axonsIn" | "axonsOut" | "synapseBits";

/** Widths of an index of a sparse list of synapses. */
const indexBits = [0, 6, 7, 8, 9, 10, 11, 12] as const;
/** Synapses that share a header, the bits of a header, and of a unit of memory. */
const [groupSize, headerBits, unitBits] = [64, 10, 64] as const;

/**
 * Distribute each population evenly over the fewest cores that hold it.
 *
 * Throws `SL_LOIHI_LIMIT` if a neuron does not fit into a core of its own, or if the largest system has too few cores.
 */
export function fitCores(
  sizes: ReadonlyMap<string, number>,
  projections: readonly CoreProjection[],
): readonly CoreUse[] {
  const counts = new Map(
    [...sizes].map(([name, size]) => [name, Math.ceil(size / loihiLimits.neurons.value)]),
  );
  for (;;) {
    const loads = new Map<string, CoreLoads>();
    const uses = [...sizes].map(([population, size]): CoreUse => {
      const cores = counts.get(population) as number;
      const neurons = Math.ceil(size / cores);
      const own = loadsOf(population, counts, sizes, projections);
      loads.set(population, own);
      const { axonsIn, axonsOut, synapseBits: bits } = own;
      const fullest = { axonsIn: most(axonsIn), axonsOut: most(axonsOut), synapseBits: most(bits) };
      return { population, cores, neurons, ...fullest };
    });
    let isSettled = true;
    let before = 0;
    for (const use of uses) {
      const size = sizes.get(use.population) as number;
      const [ratio, resource] = excess(use);
      const first = before;
      before += use.cores;
      if (ratio <= 1) continue;
      // Each core has one neuron, so that their numbers are the same.
      if (use.cores >= size) {
        const neuron = loads.get(use.population)?.[resource].indexOf(use[resource]) ?? 0;
        throw refusal(use, resource, { neuron, core: first + neuron });
      }
      isSettled = false;
      const more = Math.max(use.cores + 1, Math.ceil(use.cores * Math.min(ratio, 2)));
      counts.set(use.population, Math.min(size, more));
    }
    if (isSettled) return checkTotal(uses);
  }
}

/** The scarcest resource of a population's cores, and its use as a share of the limit. */
function excess(use: CoreUse): readonly [number, Resource] {
  const ratios = (["axonsIn", "axonsOut", "synapseBits"] as const).map((resource) => {
    return [use[resource] / loihiLimits[resource].value, resource] as const;
  });
  return ratios.reduce((most, one) => (one[0] > most[0] ? one : most));
}

const remedies: Readonly<Record<Resource, string>> = {
  axonsIn: "Reduce the number of sources of each neuron.",
  axonsOut: "Reduce the number of targets of each neuron, or place them in fewer populations.",
  synapseBits: "Reduce the number of synapses of each neuron, or the bits of their weights.",
};

function refusal(
  use: CoreUse,
  resource: Resource,
  { neuron, core }: { readonly neuron: number; readonly core: number },
): Error {
  const { value, unit, about } = loihiLimits[resource];
  return LOIHI_LIMIT({
    place: `populations.${use.population}, neuron ${neuron}`,
    message: `The neuron does not fit into core ${core}, which it has for itself: ${about}.`,
    expected: `at most ${value}${unit === "1" ? "" : ` ${unit}s`}`,
    got: String(use[resource]),
    next: remedies[resource],
  });
}

function checkTotal(uses: readonly CoreUse[]): readonly CoreUse[] {
  const cores = uses.reduce((sum, one) => sum + one.cores, 0);
  const { coresOfChip, chips } = loihiLimits;
  const most = coresOfChip.value * chips.value;
  if (cores <= most) return uses;
  throw LOIHI_LIMIT({
    place: "populations",
    message: "The network needs more cores than the largest system has.",
    expected: `at most ${most}`,
    got: String(cores),
    next: "Reduce the number of neurons or synapses.",
  });
}

/** Axons and synapse memory of each core of a population. */
type CoreLoads = Readonly<Record<Resource, Float64Array>>;

function loadsOf(
  population: string,
  counts: ReadonlyMap<string, number>,
  sizes: ReadonlyMap<string, number>,
  projections: readonly CoreProjection[],
): CoreLoads {
  const partsOf = (name: string) => {
    const [size, cores] = [sizes.get(name) ?? 0, counts.get(name) ?? 0];
    const each = Math.max(1, Math.ceil(size / Math.max(1, cores)));
    return { each, cores: Math.max(1, Math.ceil(size / each)) };
  };
  const own = partsOf(population);
  const axonsIn = new Float64Array(own.cores);
  const axonsOut = new Float64Array(own.cores);
  const bits = new Float64Array(own.cores);
  for (const projection of projections) {
    const { from, to, sources, targets } = projection;
    if (to !== population && from !== population) continue;
    const { each, cores } = partsOf(to);
    const bySource = new Map<number, Uint32Array>();
    for (let k = 0; k < sources.length; k++) {
      const source = sources[k] as number;
      const counted = bySource.get(source) ?? new Uint32Array(cores);
      bySource.set(source, counted);
      const core = Math.floor((targets[k] as number) / each);
      counted[core] = (counted[core] as number) + 1;
    }
    for (const [source, counted] of bySource) {
      for (const [core, count] of counted.entries()) {
        if (count === 0) continue;
        if (to === population) {
          axonsIn[core] = (axonsIn[core] as number) + 1;
          bits[core] = (bits[core] as number) + synapseBits(count, each, projection);
        }
        if (from === population) {
          const at = Math.floor(source / own.each);
          axonsOut[at] = (axonsOut[at] as number) + 1;
        }
      }
    }
  }
  return { axonsIn, axonsOut, synapseBits: bits };
}

/** Memory of the synapses of an axon in a core, as NengoLoihi counts it: a list of all neurons needs no indices. */
function synapseBits(
  count: number,
  neurons: number,
  { weightBits, delayBits }: Pick<CoreProjection, "weightBits" | "delayBits">,
): number {
  const index = count === neurons ? 0 : (indexBits.find((width) => 2 ** width >= neurons) ?? 12);
  let bits = 0;
  for (let from = 0; from < count; from += groupSize) {
    const own = Math.min(count - from, groupSize) * (weightBits + delayBits + index) + headerBits;
    bits += unitBits * Math.ceil(own / unitBits);
  }
  return bits;
}

function most(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b), 0);
}

/** Describe the cores of each population, and what binds. */
export function coreNotes(uses: readonly CoreUse[]): readonly string[] {
  const cores = uses.reduce((sum, one) => sum + one.cores, 0);
  const chips = Math.ceil(cores / loihiLimits.coresOfChip.value);
  const lines = uses.map(({ population, cores: own, neurons, ...use }) => {
    const { axonsIn, axonsOut, synapseBits: bits } = use;
    return `${population}, cores: ${own}, each with at most ${neurons} neurons, ${axonsIn} axons in, ${axonsOut} axons out, ${bits} bits of synapses`;
  });
  return [`cores: ${cores}, chips: ${chips}`, ...lines];
}
