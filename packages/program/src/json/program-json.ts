import { type Stack, throwAll } from "@spikeloom/kernel";
import { checkNetwork, parseJson, readNetwork, writeNetwork } from "@spikeloom/network";
import type { BulkRandom } from "@spikeloom/random";
import type { Rounded } from "../derive/fixed-point.ts";
import { type GivenPrograms, programOf } from "../lower-network.ts";
import type { NetworkProgram, PopulationProgram } from "../network-program.ts";
import type { SynapseProgram } from "../synapses/synapse-program.ts";
import {
  byName,
  type Codec,
  fieldsOf,
  flag,
  list,
  number,
  oneOf,
  record,
  refuse,
  text,
} from "./codec.ts";
import { stepProgram } from "./step-json.ts";
import { synapseProgram } from "./synapse-json.ts";

/** The lowered part of a population. */
interface PopulationPart {
  readonly size: number;
  /** The number of the first neuron in the whole network. */
  readonly first: number;
  /** Inputs and receptors that something feeds. */
  readonly inputs: readonly string[];
  readonly receptors: readonly string[];
  readonly steps: GivenPrograms["steps"] extends ReadonlyMap<string, infer Steps> ? Steps : never;
}

/** The lowered part of a projection; connectivity, weights and delays are the network's. */
interface ProjectionPart {
  readonly name: string;
  readonly receptor: string | undefined;
  /** Undefined where synapses carry a weight and nothing else. */
  readonly synapses: SynapseProgram | undefined;
  readonly rounded: Rounded | undefined;
}

const population: Codec<PopulationPart> = record<PopulationPart>({
  size: number,
  first: number,
  inputs: list(text),
  receptors: list(text),
  steps: record<PopulationPart["steps"]>({ usual: stepProgram, split: stepProgram }, ["split"]),
});

const rounded: Codec<Rounded> = record<Rounded>({
  bits: number,
  fraction: number,
  rounding: oneOf("nearest", "down", "toward-zero"),
  overflow: oneOf("saturate", "wrap"),
});

const projection: Codec<ProjectionPart> = record<ProjectionPart>(
  { name: text, receptor: text, synapses: synapseProgram, rounded },
  ["receptor", "synapses", "rounded"],
);

/** All but the network, which has a format of its own. */
interface Parts {
  readonly format: "spikeloom-program";
  readonly version: number;
  readonly seed: number;
  readonly open: boolean;
  /** Restate what the network says, for readers that have no conventions. */
  readonly dt: number;
  readonly schedule: NetworkProgram["schedule"];
  readonly populations: ReadonlyMap<string, PopulationPart>;
  readonly projections: readonly ProjectionPart[];
}

const parts: Codec<Parts> = record<Parts>({
  format: oneOf("spikeloom-program"),
  version: number,
  seed: number,
  open: flag,
  dt: number,
  schedule: list(
    oneOf(
      ...(["input", "sample", "sources", "arrive"] as const),
      ...(["integrate", "threshold", "reset", "plasticity"] as const),
    ),
  ),
  populations: byName(population),
  projections: list(projection),
});

const version = 1;

/**
 * Write a program as JSON text, which `readProgram` reads.
 *
 * A program read back produces the same spikes. Connections are written as in the network, not as rows drawn from them.
 * `specs/program` specifies the format.
 */
export function writeProgram(program: NetworkProgram): string {
  const { network, seed, open, dt, schedule, convention } = program;
  const canBeSplit = convention.delay.least === 0;
  const written = parts.write({
    ...({ format: "spikeloom-program", version, seed, open, dt, schedule } as const),
    populations: new Map(
      [...program.populations].map(([name, one]) => [name, populationPart(one, canBeSplit)]),
    ),
    projections: program.projections.map(({ name, receptor, dynamic, rounded: format }) => {
      return { name, receptor, synapses: dynamic?.program, rounded: format };
    }),
  });
  const { format, ...others } = written as Readonly<Record<string, unknown>>;
  const all = { format, network: JSON.parse(writeNetwork(network)) as unknown, ...others };
  return `${JSON.stringify(all)}\n`;
}

function populationPart(
  { size, first, feeds, step }: PopulationProgram,
  canBeSplit: boolean,
): PopulationPart {
  const split = canBeSplit ? step({ zeroDelay: true }) : undefined;
  const steps = { usual: step({ zeroDelay: false }), split };
  return { size, first, inputs: [...feeds.inputs], receptors: [...feeds.receptors], steps };
}

/** Options for reading a program. */
export interface ProgramReading {
  /** Has the connectors and models that the network names. */
  readonly stack: Stack;
  /** Name of the file for errors. */
  readonly place?: string | undefined;
  /** Draws many numbers faster; they are the same. */
  readonly bulk?: BulkRandom | undefined;
}

/** Lists of lists of which expressions are made are deep, and matrices of many neurons long. */
const bounds = { size: 512 * 1024 * 1024, depth: 600 };

/** Read a program written by `writeProgram`, from a text of unknown origin. */
export function readProgram(
  input: string | Uint8Array,
  { stack, place = "program", bulk }: ProgramReading,
): NetworkProgram {
  const { network: written, ...data } = fieldsOf(parseJson(input, place, bounds), place);
  const read = parts.read(data, place);
  if (read.version !== version) refuse(`${place}.version`, `version ${version}`, read.version);
  const network = readNetwork(JSON.stringify(written), { place: `${place}.network` });
  throwAll(checkNetwork(network, { stack }));
  const { seed, open, populations, projections } = read;
  const steps = new Map([...populations].map(([name, one]) => [name, one.steps]));
  const synapses = projections.map((one) => one.synapses);
  const formats = projections.map((one) => one.rounded);
  const given = { steps, synapses, rounded: formats };
  const program = programOf(network, { stack, seed, open, bulk, given });
  checkAlike(program, read, place);
  return program;
}

/** Refuse programs that are not those of their network. */
function checkAlike(program: NetworkProgram, read: Parts, place: string): void {
  for (const [name, { size }] of program.populations) {
    const one = read.populations.get(name);
    const where = `${place}.populations.${name}`;
    if (one === undefined) refuse(where, "the step of this population", undefined);
    for (const step of [one.steps.usual, one.steps.split]) {
      for (const [slot, { length }] of step?.arrays ?? []) {
        if (length === size || length === 1) continue;
        refuse(`${where}.arrays.${slot}`, `${size} numbers, or one`, length);
      }
    }
  }
  const names = program.projections.map(({ name }) => name).join(", ");
  const written = read.projections.map(({ name }) => name).join(", ");
  if (names !== written) refuse(`${place}.projections`, names, written);
}
