import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { annealedPlacement, hilbertPlacement, machineOf } from "@spikeloom/mapping";
import {
  givenStep,
  type NetworkProgram,
  type PopulationProgram,
  programOf,
} from "@spikeloom/program";
import { type CoreSize, type Destination, type MappedCores, neurons as own } from "../cores.ts";
import { rancSimulatorDialect } from "../dialects.ts";
import { checkNetwork, mapped, stepsPerTickOf } from "../emulated.ts";
import { TRUENORTH_NEURON } from "../errors.ts";
import { trueNorthNeuron } from "../neuron.ts";
import type { Place, RancChip, RancCore, RancNeuron, RancPacket } from "./ranc-chip.ts";
import type { RancOutput } from "./to-network.ts";

/** A network on RANC. */
export interface MappedRanc {
  readonly chip: RancChip;
  /** Neurons without targets, whose spikes go to the output bus. */
  readonly outputs: readonly RancOutput[];
  /** Recorded neurons whose spikes do not reach the output bus, one line for each population. */
  readonly unseen: readonly string[];
}

/** What is mapped, and with which plugins. */
export interface RancRequest extends Partial<CoreSize> {
  readonly stack: Stack;
}

/** Put a network on cores of RANC, with splitters for neurons with several axons. */
export function rancFromNetwork(network: NetworkRecord, request: RancRequest): MappedRanc {
  const { stack, axons = 256, neurons = 256 } = request;
  const program = programOf(network, { stack });
  checkNetwork(program, rancSimulatorDialect);
  const cores = mapped(program, { stack, axons, neurons });
  const places = placesOf(cores);
  const allocated = allocateAxons(cores);
  const output = { coordinates: freePlace(places), count: 0 };
  const outputs: RancOutput[] = [];
  const toBus = (place: Place): Pick<RancNeuron, Target> => ({
    destination_core_offset: offsetOf(place, output.coordinates),
    destination_axon: outputs.length,
    destination_tick: 0,
  });
  const settings = settingsOf(program, cores);
  const lists = places.map((): RancNeuron[] => []);
  const splitterOf = new Map(cores.splitters.map((one) => [one.neuron, one]));
  const relayed = cores.splitters.flatMap(({ destinations }) => destinations);
  for (const { population, core, from, until } of cores.partition.parts) {
    if (core < 0) continue;
    const place = places[core] as Place;
    const towards = ({ core: to, ...axon }: Destination, delay: number) => ({
      destination_core_offset: offsetOf(place, places[to] as Place),
      destination_axon: allocated.axonOf(to, axon),
      destination_tick: delay - 1,
    });
    for (let n = from; n < until; n++) {
      if (population !== own) {
        const destination = relayed[n] as Destination;
        // The tick of the splitter itself.
        lists[core]?.push({ ...relay, ...towards(destination, destination.delay - 1) });
        continue;
      }
      const splitter = splitterOf.get(n);
      const [destination] = cores.destinations[n] ?? [];
      let target = destination && towards(destination, destination.delay);
      if (splitter !== undefined) {
        const at = allocated.splitter(splitter.first);
        target = {
          destination_core_offset: offsetOf(place, places[at.core] as Place),
          destination_axon: at.axon,
          destination_tick: 0,
        };
      }
      if (target === undefined) {
        target = toBus(place);
        const { population: name, neuron } = memberAt(cores, n);
        outputs.push({ population: name, neuron, axon: outputs.length });
      }
      lists[core]?.push({ ...settings(n), ...target });
    }
  }
  const chip: RancChip = {
    axons,
    neurons,
    cores: places.map((coordinates, core): RancCore => {
      const { types, rows } = allocated.crossbarOf(core);
      return { coordinates, axons: types, neurons: lists[core] ?? [], connections: rows };
    }),
    output: { ...output, count: outputs.length },
    packets: packetsOf(program, cores, { places, allocated }),
  };
  return { chip, outputs, unseen: unseenIn(program, outputs) };
}

type Target = "destination_core_offset" | "destination_axon" | "destination_tick";

/** Neuron that sends a spike for each one that it receives. */
const relay: Omit<RancNeuron, Target> = {
  reset_potential: 0,
  weights: [1, 0, 0, 0],
  leak: 0,
  positive_threshold: 1,
  negative_threshold: 0,
  current_potential: 0,
  reset_mode: 0,
};

function offsetOf([x, y]: Place, [column, row]: Place): Place {
  return [column - x, row - y];
}

/** Place cores close to what they send spikes to. */
function placesOf({ partition }: MappedCores): readonly Place[] {
  const machine = machineOf(partition.chip, { cores: partition.cores });
  const start = hilbertPlacement(partition, machine);
  const { routers } = annealedPlacement(partition, start, {});
  const { columns } = machine;
  return Array.from(routers, (router): Place => [router % columns, Math.floor(router / columns)]);
}

/** A place beside all cores, in their first row. */
function freePlace(places: readonly Place[]): Place {
  return [places.reduce((most, [x]) => Math.max(most, x + 1), 0), 0];
}

function memberAt({ numbering }: MappedCores, n: number): { population: string; neuron: number } {
  const [population, first] = [...numbering.neurons.first].findLast(([, least]) => least <= n) ?? [
    "",
    0,
  ];
  return { population, neuron: n - first };
}

/** Axons of all cores. */
interface Allocated {
  axonOf(core: number, axon: Pick<Destination, "crossbar" | "source">): number;
  /** Axon of the splitter whose first relay this is. */
  splitter(first: number): { readonly core: number; readonly axon: number };
  /** Cores that have an axon. */
  coresOf(axon: Pick<Destination, "crossbar" | "source">): readonly number[];
  /** Types of the axons of a core, and the connections of its neurons. */
  crossbarOf(core: number): { readonly types: readonly number[]; readonly rows: Uint8Array[] };
}

/** Number the axons of each core, in order of crossbars and neurons. */
function allocateAxons({ crossbars, partition, splitters }: MappedCores): Allocated {
  const cores = Array.from({ length: partition.cores }, () => ({
    types: [] as number[],
    rows: [] as number[][],
  }));
  const numbers = new Map<string, number>();
  const holders = new Map<string, number[]>();
  const first = new Map<number, { core: number; axon: number }>();
  const parts = partition.parts.filter(({ core }) => core >= 0);
  for (const { population, core, from, until } of parts) {
    const { types, rows } = cores[core] as (typeof cores)[number];
    if (population !== own) {
      for (const splitter of splitters) {
        if (splitter.first < from || splitter.first >= until) continue;
        first.set(splitter.first, { core, axon: types.length });
        for (const _ of splitter.destinations) rows.push([types.length]);
        types.push(0);
      }
      continue;
    }
    for (let n = from; n < until; n++) {
      const row: number[] = [];
      rows.push(row);
      for (const [crossbar, { type, offsets, sources }] of crossbars.entries()) {
        if (type === undefined) continue;
        for (let k = offsets[n] as number; k < (offsets[n + 1] as number); k++) {
          const axon = `${crossbar} ${sources[k]}`;
          const name = `${core} ${axon}`;
          let number = numbers.get(name);
          if (number === undefined) {
            number = types.length;
            numbers.set(name, number);
            types.push(type);
            holders.set(axon, [...(holders.get(axon) ?? []), core]);
          }
          row.push(number);
        }
      }
    }
  }
  return {
    axonOf: (core, { crossbar, source }) => numbers.get(`${core} ${crossbar} ${source}`) ?? -1,
    splitter: (relayNumber) => first.get(relayNumber) ?? { core: -1, axon: -1 },
    coresOf: ({ crossbar, source }) => holders.get(`${crossbar} ${source}`) ?? [],
    crossbarOf(core) {
      const { types = [], rows = [] } = cores[core] ?? {};
      return {
        types,
        rows: rows.map((row) => {
          const bits = new Uint8Array(types.length);
          for (const axon of row) bits[axon] = 1;
          return bits;
        }),
      };
    },
  };
}

/** Read the settings of a neuron. */
function settingsOf(
  program: NetworkProgram,
  cores: MappedCores,
): (n: number) => Omit<RancNeuron, Target> {
  const settingOf = (
    { parameters, initial }: PopulationProgram,
    name: string,
    neuron: number,
  ): number => {
    const usual = (trueNorthNeuron.parameters as Readonly<Record<string, { default: unknown }>>)[
      name
    ];
    const value = (parameters.get(name) ?? initial.get(name))?.value ?? usual?.default ?? 0;
    if (typeof value === "number") return value;
    const list = value as Float64Array;
    return list[neuron % list.length] as number;
  };
  return (n) => {
    const { population, neuron } = memberAt(cores, n);
    const found = program.populations.get(population) as PopulationProgram;
    const of = (name: string): number => settingOf(found, name, neuron);
    return {
      reset_potential: of("r_reset"),
      weights: [of("s_0"), of("s_1"), of("s_2"), of("s_3")],
      leak: of("leak"),
      positive_threshold: of("alpha"),
      negative_threshold: 0 - of("beta"),
      current_potential: of("v"),
      reset_mode: of("reset_mode"),
    };
  };
}

/** List the packets of given spikes, in the tick before the one in which they act. */
function packetsOf(
  program: NetworkProgram,
  { numbering, crossbars }: MappedCores,
  { places, allocated }: { readonly places: readonly Place[]; readonly allocated: Allocated },
): readonly (readonly RancPacket[])[] {
  const packets: RancPacket[][] = [];
  const stepsPerTick = stepsPerTickOf(program);
  /** Axons that a source reaches, with the ticks that its spikes take. */
  const reached = (source: number): readonly (readonly [Destination, number])[] =>
    crossbars.flatMap(({ from, type, delay, offsets, sources }, crossbar) => {
      if (from !== "inputs") return [];
      if (type !== undefined) {
        const axon = { crossbar, source };
        return allocated.coresOf(axon).map((core) => [{ core, ...axon, delay }, delay] as const);
      }
      return Array.from({ length: numbering.axons.count }, (_, axon) => axon)
        .filter((axon) => sources.subarray(offsets[axon], offsets[axon + 1]).includes(source))
        .flatMap((axon) =>
          crossbars.flatMap((one, c) => {
            const through = { crossbar: c, source: axon };
            if (one.from !== "axons") return [];
            return allocated
              .coresOf(through)
              .map((core) => [{ core, ...through, delay }, delay] as const);
          }),
        );
    });
  for (const [name, first] of numbering.inputs.first) {
    const { source } = program.populations.get(name) as PopulationProgram;
    if (source?.kind !== "times") {
      throw TRUENORTH_NEURON({
        place: `populations.${name}`,
        message: "A file of RANC lists the spikes of its input.",
        expected: "spikes at given times",
        got: "spikes that are drawn",
        next: "Run the network first, and use its recorded spikes as a source of given times.",
      });
    }
    for (const [neuron, times] of source.times.entries()) {
      const axons = reached(first + neuron);
      // Spikes before the first step are not sent.
      for (const time of times.filter((one) => givenStep(one, program) >= 0)) {
        const tick = Math.floor(givenStep(time, program) / stepsPerTick) + 1;
        for (const [{ core, ...axon }, delay] of axons) {
          const at = tick + delay - 1;
          while (packets.length <= at) packets.push([]);
          packets[at]?.push({
            destination_core: places[core] as Place,
            destination_axon: allocated.axonOf(core, axon),
            destination_tick: 0,
          });
        }
      }
    }
  }
  return packets;
}

/** Find recorded neurons that do not send their spikes to the output bus. */
function unseenIn(
  { recorders, populations }: NetworkProgram,
  outputs: readonly RancOutput[],
): readonly string[] {
  const seen = new Map(
    [...Map.groupBy(outputs, ({ population }) => population)].map(([name, all]) => [
      name,
      new Set(all.map(({ neuron }) => neuron)),
    ]),
  );
  return recorders.flatMap(({ population, chosen, spikes }) => {
    if (!spikes || populations.get(population)?.source !== undefined) return [];
    const all = Array.from({ length: chosen.size }, (_, k) => chosen.neuron(k));
    const hidden = all.filter((neuron) => !seen.get(population)?.has(neuron));
    if (hidden.length === 0) return [];
    return [`spikes of ${hidden.length} of ${all.length} recorded neurons of ${population}`];
  });
}
