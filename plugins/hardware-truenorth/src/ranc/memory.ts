import { RANC_MEMORY } from "../errors.ts";
import {
  gridOf,
  type Place,
  type RancChip,
  type RancCore,
  type RancNeuron,
  type RancPacket,
} from "./ranc-chip.ts";
import { checkRanc } from "./read-json.ts";

/** Memory files of a core: a row for each neuron, and the type of each axon. */
export interface CoreMemory {
  readonly csram: string;
  readonly tc: string;
}

/** Memory files of a grid of cores, row by row, and what they do not state. */
export interface RancMemory {
  readonly columns: number;
  /** Of each core; undefined for a core without files. */
  readonly cores: readonly (CoreMemory | undefined)[];
  readonly output: RancChip["output"];
  /** By tick: packets in binary. */
  readonly packets: readonly (readonly string[])[];
}

/** Width of the fields of a row that all cores share. */
const register = 9;
const [weights, tickBits] = [4, 4] as const;

/** Fields of a row after its connections, most significant first. */
function fieldsOf(axonBits: number): readonly (readonly [name: string, bits: number])[] {
  return [
    ["current_potential", register],
    ["reset_potential", register],
    ...Array.from({ length: weights }, (_, k) => [`weight ${k}`, register] as const),
    ["leak", register],
    ["positive_threshold", register],
    ["negative_threshold", register],
    ["reset_mode", 1],
    ["dx", register],
    ["dy", register],
    ["destination_axon", axonBits],
    ["destination_tick", tickBits],
  ];
}

function axonBitsOf(axons: number): number {
  return 32 - Math.clz32(Math.max(2, axons) - 1);
}

/** Read the memory files of RANC's hardware description. */
export function readRancMemory(memory: RancMemory, place: string): RancChip {
  const { columns, output } = memory;
  const read = memory.cores.flatMap((files, k): RancCore[] => {
    if (files === undefined) return [];
    const number = String(k).padStart(3, "0");
    const types = rowsIn(files.tc, `${place}: tc_${number}`, 2);
    const axons = types.map((bits) => Number.parseInt(bits, 2));
    const rows = rowsIn(files.csram, `${place}: csram_${number}`, rowBits(axons.length));
    const coordinates: Place = [k % columns, Math.floor(k / columns)];
    // The place of the output bus has files that are not used.
    if (coordinates.join() === output.coordinates.join()) return [];
    return [
      {
        coordinates,
        axons,
        neurons: rows.map((row) => neuronFrom(row, axons.length)),
        connections: rows.map((row) =>
          Uint8Array.from(axons, (_, a) => Number(row[axons.length - 1 - a])),
        ),
      },
    ];
  });
  const [first] = read;
  const size = { axons: first?.axons.length ?? 0, neurons: first?.neurons.length ?? 0 };
  const other = read.find(
    (core) => core.axons.length !== size.axons || core.neurons.length !== size.neurons,
  );
  if (other !== undefined) {
    throw RANC_MEMORY({
      place: `${place}: core ${other.coordinates.join()}`,
      message: "The cores have different sizes.",
      expected: `${size.axons} axons and ${size.neurons} neurons, as in the first`,
      got: `${other.axons.length} axons and ${other.neurons.length} neurons`,
      next: "Complete the files of this core.",
    });
  }
  const bits = packetBits(size.axons);
  const packets = memory.packets.map((tick, t) =>
    tick.map((text, k) => {
      const [row = ""] = rowsIn(text, `${place}: packet ${k} of tick ${t}`, bits);
      return packetFrom(row, size.axons);
    }),
  );
  const chip = { ...size, cores: read, output, packets };
  checkRanc(chip, place);
  return chip;
}

/** Write the memory files of RANC's hardware description. */
export function writeRancMemory(chip: RancChip): RancMemory {
  const { axons, neurons, cores, output, packets } = chip;
  const [columns, rows] = gridOf(chip);
  const files = Array.from({ length: columns * rows }, (): CoreMemory | undefined => undefined);
  for (const core of cores) {
    const [x, y] = core.coordinates;
    const types = Array.from({ length: axons }, (_, a) => bitsOf(core.axons[a] ?? 0, 2));
    const lines = Array.from({ length: neurons }, (_, n) => rowOf(core, n, axons));
    files[y * columns + x] = {
      csram: lines.map((line) => `${line}\n`).join(""),
      tc: types.map((line) => `${line}\n`).join(""),
    };
  }
  return {
    columns,
    cores: files,
    output,
    packets: packets.map((tick) => tick.map((packet) => packetOf(packet, axons))),
  };
}

/** A neuron that is never connected, for rows after those of a core. */
const unused: RancNeuron = {
  reset_potential: 0,
  weights: [0, 0, 0, 0],
  leak: 0,
  positive_threshold: 1,
  negative_threshold: 0,
  destination_core_offset: [0, 0],
  destination_axon: 0,
  destination_tick: 0,
  current_potential: 0,
  reset_mode: 0,
};

function rowOf(core: RancCore, n: number, axons: number): string {
  const neuron = core.neurons[n] ?? unused;
  const row = core.connections[n] ?? new Uint8Array();
  const connections = Array.from({ length: axons }, (_, k) => row[axons - 1 - k] ?? 0).join("");
  const where = `core ${core.coordinates.join()}, neuron ${n}`;
  const signed = (name: string, value: number): string => signedBits(value, `${where}, ${name}`);
  const [dx, dy] = neuron.destination_core_offset;
  return [
    connections,
    signed("current_potential", neuron.current_potential),
    signed("reset_potential", neuron.reset_potential),
    ...neuron.weights.map((weight, k) => signed(`weight ${k}`, weight)),
    signed("leak", neuron.leak),
    signed("positive_threshold", neuron.positive_threshold),
    signed("negative_threshold", neuron.negative_threshold),
    bitsOf(neuron.reset_mode, 1),
    signed("dx", dx),
    signed("dy", dy),
    axonBits(neuron.destination_axon, axons, `${where}, destination_axon`),
    bitsOf(neuron.destination_tick, tickBits),
  ].join("");
}

/** Bits of an axon, of a core or of the output bus. */
function axonBits(axon: number, axons: number, place: string): string {
  const bits = axonBitsOf(axons);
  if (axon < 2 ** bits) return bitsOf(axon, bits);
  throw RANC_MEMORY({
    place,
    message: "The number of the axon does not fit into its field.",
    expected: `0 to ${2 ** bits - 1}`,
    got: String(axon),
    next: "Use an output bus with fewer axons, or cores with more.",
  });
}

function signedBits(value: number, place: string): string {
  const most = 2 ** (register - 1);
  if (value >= -most && value < most) return bitsOf(value < 0 ? value + 2 * most : value, register);
  throw RANC_MEMORY({
    place,
    message: "The number does not fit into a register of RANC.",
    expected: `${-most} to ${most - 1}`,
    got: String(value),
    next: "Write the file of the simulator, or use smaller numbers.",
  });
}

function bitsOf(value: number, bits: number): string {
  return value.toString(2).padStart(bits, "0");
}

function rowBits(axons: number): number {
  return axons + fieldsOf(axonBitsOf(axons)).reduce((sum, [, bits]) => sum + bits, 0);
}

function packetBits(axons: number): number {
  return 2 * register + axonBitsOf(axons) + tickBits;
}

/** Read rows of bits, without comments. */
function rowsIn(text: string, place: string, bits: number): readonly string[] {
  const plain = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
  const rows = plain.split(/\s+/).filter((row) => row !== "");
  for (const [k, row] of rows.entries()) {
    if (row.length === bits && /^[01]+$/.test(row)) continue;
    throw RANC_MEMORY({
      place: `${place}, row ${k}`,
      message: "The memory file is not complete.",
      expected: `${bits} digits 0 or 1`,
      got: /^[01]+$/.test(row) ? `${row.length} digits` : `"${row.slice(0, 20)}"`,
      next: "Write the file again, or state the size of its cores.",
    });
  }
  return rows;
}

/** Read fields of stated widths from a row. */
function fieldReader(row: string, from: number): (bits: number, isSigned?: boolean) => number {
  let at = from;
  return (bits, isSigned = true) => {
    const value = Number.parseInt(row.slice(at, at + bits), 2);
    at += bits;
    return isSigned && value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
  };
}

function neuronFrom(row: string, axons: number): RancNeuron {
  const next = fieldReader(row, axons);
  const [potential, reset] = [next(register), next(register)];
  const levels = Array.from({ length: weights }, () => next(register));
  const [leak, positive, negative] = [next(register), next(register), next(register)];
  const mode = next(1, false);
  const offset: Place = [next(register), next(register)];
  return {
    reset_potential: reset,
    weights: levels,
    leak,
    positive_threshold: positive,
    negative_threshold: negative,
    destination_core_offset: offset,
    destination_axon: next(axonBitsOf(axons), false),
    destination_tick: next(tickBits, false),
    current_potential: potential,
    reset_mode: mode,
  };
}

function packetFrom(row: string, axons: number): RancPacket {
  const next = fieldReader(row, 0);
  return {
    destination_core: [next(register), next(register)],
    destination_axon: next(axonBitsOf(axons), false),
    destination_tick: next(tickBits, false),
  };
}

function packetOf(packet: RancPacket, axons: number): string {
  const [x, y] = packet.destination_core;
  return [
    bitsOf(x, register),
    bitsOf(y, register),
    bitsOf(packet.destination_axon, axonBitsOf(axons)),
    bitsOf(packet.destination_tick, tickBits),
  ].join("");
}
