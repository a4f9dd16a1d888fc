import { RANC_FILE } from "../errors.ts";
import {
  isSamePlace,
  type Place,
  type RancChip,
  type RancCore,
  type RancNeuron,
  type RancPacket,
  targetOf,
} from "./ranc-chip.ts";

/** Number of types of axons. */
const types = 4;
/** Ticks that a spike can be delayed in a file. */
const ticks = 16;

/** Sizes of cores that a configuration states; those of the file by default. */
export interface RancSize {
  readonly axons?: number | undefined;
  readonly neurons?: number | undefined;
}

/** Read the input file of RANC's simulator. */
export function readRancJson(text: string, place: string, size: RancSize = {}): RancChip {
  const root = membersOf(parsed(text, place), place);
  const cores = listOf(root["cores"], `${place}: cores`).map((one, k) =>
    coreFrom(one, `${place}: cores[${k}]`),
  );
  const bus = membersOf(root["output_bus"], `${place}: output_bus`);
  const output = {
    coordinates: placeFrom(bus["coordinates"], `${place}: output_bus.coordinates`),
    count: integerOf(bus["num_outputs"], `${place}: output_bus.num_outputs`, [0, 2 ** 31 - 1]),
  };
  const packets = listOf(root["packets"], `${place}: packets`).map((tick, t) =>
    listOf(tick, `${place}: packets[${t}]`).map((one, k) =>
      packetFrom(one, `${place}: packets[${t}][${k}]`),
    ),
  );
  const most = (count: (core: RancCore) => number): number =>
    cores.reduce((all, core) => Math.max(all, count(core)), 0);
  const chip: RancChip = {
    axons: size.axons ?? most((core) => core.axons.length),
    neurons: size.neurons ?? most((core) => core.neurons.length),
    cores,
    output,
    packets,
  };
  checkRanc(chip, place);
  return chip;
}

/** Check that the parts of a chip refer to what is there. */
export function checkRanc(chip: RancChip, place: string): void {
  const { axons, neurons, cores, output, packets } = chip;
  const seen = new Set<string>();
  for (const [k, core] of cores.entries()) {
    const where = `${place}: cores[${k}]`;
    const own = core.coordinates.join();
    if (seen.has(own)) throw refusal(`${where}.coordinates`, "a place of its own", own);
    seen.add(own);
    within(core.axons.length, `${where}.axons`, [0, axons]);
    within(core.neurons.length, `${where}.neurons`, [0, neurons]);
    if (core.connections.length < core.neurons.length) {
      const expected = `a list for each of ${core.neurons.length} neurons`;
      throw refusal(`${where}.connections`, expected, `${core.connections.length} lists`);
    }
    for (const [n, row] of core.connections.entries()) {
      within(row.length, `${where}.connections[${n}]`, [0, axons]);
    }
    for (const [n, neuron] of core.neurons.entries()) {
      const at = `${where}.neurons[${n}]`;
      const target = targetOf(core, neuron);
      if (target[0] < 0 || target[1] < 0) {
        throw refusal(`${at}.destination_core_offset`, "a core in the grid", `core ${target}`);
      }
      const count = isSamePlace(target, output.coordinates) ? output.count : axons;
      within(neuron.destination_axon, `${at}.destination_axon`, [0, count - 1]);
    }
  }
  for (const [t, own] of packets.entries()) {
    for (const [k, { destination_axon: axon }] of own.entries()) {
      within(axon, `${place}: packets[${t}][${k}].destination_axon`, [0, axons - 1]);
    }
  }
}

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    throw refusal(place, "complete JSON", reason);
  }
}

function coreFrom(value: unknown, place: string): RancCore {
  const core = membersOf(value, place);
  return {
    coordinates: placeFrom(core["coordinates"], `${place}.coordinates`),
    axons: listOf(core["axons"], `${place}.axons`).map((type, a) =>
      integerOf(type, `${place}.axons[${a}]`, [0, types - 1]),
    ),
    neurons: listOf(core["neurons"], `${place}.neurons`).map((one, n) =>
      neuronFrom(one, `${place}.neurons[${n}]`),
    ),
    connections: listOf(core["connections"], `${place}.connections`).map((row, n) =>
      Uint8Array.from(listOf(row, `${place}.connections[${n}]`), (bit, a) =>
        integerOf(bit, `${place}.connections[${n}][${a}]`, [0, 1]),
      ),
    ),
  };
}

function neuronFrom(value: unknown, place: string): RancNeuron {
  const neuron = membersOf(value, place);
  const number = (name: string, range?: readonly [number, number]): number =>
    integerOf(neuron[name], `${place}.${name}`, range);
  const weights = listOf(neuron["weights"], `${place}.weights`);
  if (weights.length !== types) {
    throw refusal(`${place}.weights`, `${types} weights`, String(weights.length));
  }
  return {
    reset_potential: number("reset_potential"),
    weights: weights.map((weight, k) => integerOf(weight, `${place}.weights[${k}]`)),
    leak: number("leak"),
    positive_threshold: number("positive_threshold"),
    negative_threshold: number("negative_threshold"),
    destination_core_offset: placeFrom(
      neuron["destination_core_offset"],
      `${place}.destination_core_offset`,
      -(2 ** 15),
    ),
    destination_axon: number("destination_axon"),
    destination_tick: number("destination_tick", [0, ticks - 1]),
    current_potential: number("current_potential"),
    reset_mode: number("reset_mode", [0, 1]),
  };
}

function packetFrom(value: unknown, place: string): RancPacket {
  const packet = membersOf(value, place);
  return {
    destination_core: placeFrom(packet["destination_core"], `${place}.destination_core`),
    destination_axon: integerOf(packet["destination_axon"], `${place}.destination_axon`),
    destination_tick: integerOf(packet["destination_tick"], `${place}.destination_tick`, [
      0,
      ticks - 1,
    ]),
  };
}

function placeFrom(value: unknown, place: string, least = 0): Place {
  const list = listOf(value, place);
  if (list.length !== 2) throw refusal(place, "a column and a row", `${list.length} numbers`);
  const range = [least, 2 ** 15] as const;
  return [integerOf(list[0], `${place}[0]`, range), integerOf(list[1], `${place}[1]`, range)];
}

function membersOf(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw refusal(place, "an object", kindOf(value));
}

function listOf(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw refusal(place, "a list", kindOf(value));
}

function integerOf(
  value: unknown,
  place: string,
  range: readonly [number, number] = [-(2 ** 18) + 1, 2 ** 18 - 1],
): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    throw refusal(place, "a whole number", kindOf(value));
  }
  within(value, place, range);
  return value;
}

function within(value: number, place: string, [least, most]: readonly [number, number]): void {
  if (value >= least && value <= most) return;
  throw refusal(place, `${least} to ${most}`, String(value));
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : JSON.stringify(value);
}

function refusal(place: string, expected: string, got: string): Error {
  return RANC_FILE({
    place,
    message: "The file is not a complete input of RANC's simulator.",
    expected,
    got,
    next: "Correct the file, or write it again with the program that made it.",
  });
}
