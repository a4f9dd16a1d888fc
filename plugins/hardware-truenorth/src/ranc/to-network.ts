import {
  checkOptionNames,
  type NetworkRecord,
  type PopulationRecord,
  type ProjectionRecord,
} from "@spikeloom/kernel";
import { axonName, axonReceptor } from "../axon.ts";
import { neuronName, receptorOf } from "../neuron.ts";
import {
  coreAt,
  isSamePlace,
  mostDestinationTick,
  type Place,
  type RancChip,
  type RancCore,
  type RancNeuron,
  targetOf,
} from "./ranc-chip.ts";

/** Neuron that sends its spikes to the output bus. */
export interface RancOutput {
  readonly population: string;
  readonly neuron: number;
  /** Axon of the output bus. */
  readonly axon: number;
}

/** Network of a RANC. */
export interface RancNetwork {
  readonly network: NetworkRecord;
  readonly outputs: readonly RancOutput[];
  /** Spikes that the chip loses, one line each. */
  readonly lost: readonly string[];
}

/** Options of a network. */
export interface RancNetworkOptions {
  /** Ticks of a run; by default until 16 ticks after the last packet. */
  readonly ticks?: number;
}

/** Name of the population of a core. */
function populationOf([x, y]: Place): string {
  return `core_${x}_${y}`;
}

/** Sends spikes to an axon: a neuron, with the delay of its spikes. */
interface Sender {
  readonly population: string;
  readonly neuron: number;
  readonly delay: number;
}

/** Axon of a core, and what reaches it. */
interface Axon {
  readonly core: RancCore;
  readonly number: number;
  readonly type: number;
  readonly targets: readonly number[];
  readonly senders: Sender[];
  /** Ticks in which packets from outside arrive, from 1. */
  readonly arrivals: Set<number>;
}

/**
 * Convert a RANC to a network: a population for each core, and one for its input.
 *
 * Packets that arrive in the first tick are in the initial potentials. An axon that several neurons reach is a neuron of a population
 * of axons; a tick of such a network has two steps of 0.5 ms.
 */
export function rancNetwork(chip: RancChip, options: RancNetworkOptions = {}): RancNetwork {
  checkOptionNames(options, { ticks: true }, "rancNetwork");
  const { ticks } = options;
  const lost: string[] = [];
  const outputs: RancOutput[] = [];
  // A core at the place of the output bus does not exist.
  const cores = chip.cores.filter(
    ({ coordinates }) => !isSamePlace(coordinates, chip.output.coordinates),
  );
  const axons = new Map<string, Axon>();
  const core = coreAt({ cores });
  const axonAt = (place: Place, number: number): Axon | undefined => {
    const own = core(place);
    const name = `${place.join()} ${number}`;
    const known = axons.get(name);
    if (known !== undefined || own === undefined) return known;
    const targets = own.connections.flatMap((row, n) =>
      row[number] === 1 && n < own.neurons.length ? [n] : [],
    );
    const type = own.axons[number] ?? 0;
    const made = { core: own, number, type, targets, senders: [], arrivals: new Set<number>() };
    if (targets.length === 0) return undefined;
    axons.set(name, made);
    return made;
  };
  for (const one of cores) {
    const population = populationOf(one.coordinates);
    for (const [neuron, settings] of one.neurons.entries()) {
      const { destination_axon: axon, destination_tick: delay } = settings;
      const target = targetOf(one, settings);
      if (isSamePlace(target, chip.output.coordinates)) {
        outputs.push({ population, neuron, axon });
      } else if (delay > mostDestinationTick) {
        lost.push(`spikes of neuron ${neuron} of ${population}, with destination_tick ${delay}`);
      } else axonAt(target, axon)?.senders.push({ population, neuron, delay });
    }
  }
  for (const [tick, packets] of chip.packets.entries()) {
    for (const { destination_core: place, destination_axon: axon, destination_tick } of packets) {
      if (destination_tick > mostDestinationTick) {
        lost.push(`a packet of tick ${tick}, with destination_tick ${destination_tick}`);
      } else axonAt(place, axon)?.arrivals.add(tick + 1 + destination_tick);
    }
  }
  const all = [...axons.values()].filter(
    ({ senders, arrivals }) => senders.length + arrivals.size > 0,
  );
  const shared = all.filter(isShared);
  const last = all.reduce((most, { arrivals }) => Math.max(most, ...arrivals), chip.packets.length);
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    convention: "frameworks",
    dt: shared.length > 0 ? "0.5 ms" : "1 ms",
    duration: `${ticks ?? last + 16} ms`,
    populations: {
      ...inputPopulation(all),
      ...Object.fromEntries(
        cores.flatMap((one) =>
          one.neurons.length === 0
            ? []
            : [[populationOf(one.coordinates), corePopulation(one, all)] as const],
        ),
      ),
      ...(shared.length > 0 && { axons: { model: axonName, size: shared.length } }),
    },
    projections: projectionsOf(all, shared),
    record: [...Map.groupBy(outputs, ({ population }) => population)].map(([population, own]) => ({
      population,
      variables: ["spikes"],
      neurons: { indices: own.map(({ neuron }) => neuron) },
    })),
  };
  return { network, outputs, lost };
}

/** Test whether several neurons, or a neuron and packets, reach an axon. */
function isShared({ senders, arrivals }: Axon): boolean {
  return senders.length + Number(arrivals.size > 0) > 1;
}

/** Packets that arrive after the first tick: one source for each axon. */
function drivenAxons(axons: readonly Axon[]): readonly Axon[] {
  return axons.filter(({ arrivals }) => [...arrivals].some((tick) => tick > 1));
}

function inputPopulation(axons: readonly Axon[]): Readonly<Record<string, PopulationRecord>> {
  const driven = drivenAxons(axons);
  if (driven.length === 0) return {};
  return {
    input: {
      model: "spike-array",
      size: driven.length,
      // A spike at n ms arrives in the tick after, whose number is n + 1.
      times: driven.map(({ arrivals }) =>
        [...arrivals]
          .filter((tick) => tick > 1)
          .sort((a, b) => a - b)
          .map((tick) => `${tick - 1} ms`),
      ),
    },
  };
}

function corePopulation(core: RancCore, axons: readonly Axon[]): PopulationRecord {
  const { neurons } = core;
  const v = neurons.map((neuron) => neuron.current_potential);
  for (const { core: own, type, targets, arrivals } of axons) {
    if (own !== core || !arrivals.has(1)) continue;
    for (const target of targets) {
      v[target] = (v[target] as number) + (neurons[target]?.weights[type] ?? 0);
    }
  }
  const each = (value: (neuron: RancNeuron) => number): number | number[] => {
    const values = neurons.map(value);
    return values.every((one) => one === values[0]) ? (values[0] as number) : values;
  };
  return {
    model: neuronName,
    size: neurons.length,
    parameters: {
      s_0: each(({ weights }) => weights[0] ?? 0),
      s_1: each(({ weights }) => weights[1] ?? 0),
      s_2: each(({ weights }) => weights[2] ?? 0),
      s_3: each(({ weights }) => weights[3] ?? 0),
      leak: each(({ leak }) => leak),
      alpha: each((neuron) => neuron.positive_threshold),
      beta: each((neuron) => 0 - neuron.negative_threshold),
      r_reset: each((neuron) => neuron.reset_potential),
      reset_mode: each((neuron) => neuron.reset_mode),
      saturate: 0,
    },
    initial: { v },
  };
}

interface Source {
  readonly from: string;
  readonly source: number;
  readonly delay: number;
}

/** Connect all sources and axons; pairs of the same populations, receptor and delay share a projection. */
function projectionsOf(
  axons: readonly Axon[],
  shared: readonly Axon[],
): readonly ProjectionRecord[] {
  const numbers = new Map(shared.map((axon, number) => [axon, number]));
  const groups = new Map<string, Source & { to: string; receptor: string; pairs: number[][] }>();
  const connect = (
    { from, source, delay }: Source,
    { to, receptor, targets }: { to: string; receptor: string; targets: readonly number[] },
  ): void => {
    const name = `${from} to ${to}, ${receptor}, ${delay} ms`;
    const group = groups.get(name) ?? { from, source, delay, to, receptor, pairs: [] };
    groups.set(name, group);
    for (const target of targets) group.pairs.push([source, target]);
  };
  const neuronsOf = ({ core, type, targets }: Axon) => ({
    to: populationOf(core.coordinates),
    receptor: receptorOf(type),
    targets,
  });
  const targetsOf = (axon: Axon) => {
    const number = numbers.get(axon);
    if (number === undefined) return neuronsOf(axon);
    return { to: "axons", receptor: axonReceptor, targets: [number] };
  };
  for (const [source, axon] of drivenAxons(axons).entries()) {
    connect({ from: "input", source, delay: 0 }, targetsOf(axon));
  }
  for (const axon of axons) {
    for (const { population: from, neuron: source, delay } of axon.senders) {
      connect({ from, source, delay }, targetsOf(axon));
    }
  }
  for (const [axon, source] of numbers) {
    connect({ from: "axons", source, delay: 0 }, neuronsOf(axon));
  }
  return [...groups].map(([name, { from, to, receptor, delay, pairs }]) => ({
    name,
    from,
    to,
    receptor,
    connector: { kind: "pairs", pairs },
    weight: 1,
    delay: `${delay} ms`,
  }));
}
