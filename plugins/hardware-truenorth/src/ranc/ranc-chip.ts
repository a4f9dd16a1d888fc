/** Column and row of a core. */
export type Place = readonly [column: number, row: number];

/** Neuron of RANC, with the names of its files. */
export interface RancNeuron {
  readonly reset_potential: number;
  /** One for each type of axon. */
  readonly weights: readonly number[];
  readonly leak: number;
  readonly positive_threshold: number;
  /** With its sign: the neuron is reset below it. */
  readonly negative_threshold: number;
  readonly destination_core_offset: Place;
  readonly destination_axon: number;
  /** Ticks after the next one: 0 for the next tick. */
  readonly destination_tick: number;
  readonly current_potential: number;
  /** 0 to the reset potential, 1 linear. */
  readonly reset_mode: number;
}

/** Core of RANC. */
export interface RancCore {
  readonly coordinates: Place;
  /** Type of each axon. */
  readonly axons: readonly number[];
  readonly neurons: readonly RancNeuron[];
  /** For each neuron: 1 for each axon that it is connected to. */
  readonly connections: readonly Uint8Array[];
}

/** Spike from outside. */
export interface RancPacket {
  readonly destination_core: Place;
  readonly destination_axon: number;
  readonly destination_tick: number;
}

/** A configured RANC, with its input. */
export interface RancChip {
  /** Axons and neurons of each core. */
  readonly axons: number;
  readonly neurons: number;
  readonly cores: readonly RancCore[];
  /** Place of the output bus, and how many axons it has. */
  readonly output: { readonly coordinates: Place; readonly count: number };
  /** By tick; those of the first are there before the first tick. */
  readonly packets: readonly (readonly RancPacket[])[];
}

/** Largest delay of a spike; with the next one, it would be written to the word that is being read, and lost. */
export const mostDestinationTick = 14;

/** Core at a place. */
export function coreAt({ cores }: Pick<RancChip, "cores">): (place: Place) => RancCore | undefined {
  const byPlace = new Map(cores.map((core) => [core.coordinates.join(), core]));
  return (place) => byPlace.get(place.join());
}

/** Place that a neuron of a core sends its spikes to. */
export function targetOf({ coordinates: [x, y] }: RancCore, neuron: RancNeuron): Place {
  const [dx, dy] = neuron.destination_core_offset;
  return [x + dx, y + dy];
}

/** Test whether two places are the same. */
export function isSamePlace([x, y]: Place, [column, row]: Place): boolean {
  return x === column && y === row;
}

/** Columns and rows of the smallest grid that holds all cores, the output bus, and what spikes are sent to. */
export function gridOf({
  cores,
  output,
  packets,
}: RancChip): readonly [columns: number, rows: number] {
  let [columns, rows] = [0, 0];
  const include = ([x, y]: Place): void => {
    [columns, rows] = [Math.max(columns, x + 1), Math.max(rows, y + 1)];
  };
  include(output.coordinates);
  for (const core of cores) {
    include(core.coordinates);
    for (const neuron of core.neurons) include(targetOf(core, neuron));
  }
  for (const { destination_core: place } of packets.flat()) include(place);
  return [columns, rows];
}
