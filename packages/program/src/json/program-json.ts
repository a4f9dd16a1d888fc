import {
  type ConventionRecord,
  checkOptionNames,
  type Phase as OrderedPhase,
  type PlasticityConvention,
} from "@spikeloom/kernel";
import { parseJson, resolveConvention } from "@spikeloom/network";
import type { NetworkProgram, ProjectionProgram } from "../network-program.ts";
import type { RecorderProgram, SynapseRecorderProgram } from "../recorders.ts";
import type { Grid } from "../step-request.ts";
import {
  byName,
  type Codec,
  count,
  type Form,
  fieldsOf,
  flag,
  type Json,
  list,
  number,
  oneOf,
  optional,
  record,
  refuse,
  schemaDefinitions,
  text,
} from "./codec.ts";
import { chosen, connectionFields, space } from "./connection-json.ts";
import { expression } from "./expression-json.ts";
import { rounded } from "./fixed-point-json.ts";
import { population } from "./population-json.ts";
import { stimulus } from "./stimulus-json.ts";
import { dynamicSynapses } from "./synapse-json.ts";

const orderedPhase = oneOf<OrderedPhase>("arrive", "integrate", "threshold", "reset");

const bit = (...known: readonly (0 | 1 | -1)[]): Codec<0 | 1 | -1> => ({
  write: (value) => value,
  read: (data, place) => known.find((one) => one === data) ?? refuse(place, known.join(", "), data),
  schema: { enum: known },
});

const convention: Codec<ConventionRecord> = record<ConventionRecord>({
  name: text,
  order: list(orderedPhase),
  spikeStamp: oneOf("start", "end"),
  threshold: oneOf("as-written", "greater", "greater-or-equal"),
  refractory: record<ConventionRecord["refractory"]>({
    countOffset: bit(0, -1) as Codec<0 | -1>,
    rounding: optional(oneOf("nearest", "floor", "up")),
    blocksWrites: flag,
  }),
  arrivals: optional(oneOf("apart", "in-increment")),
  delay: record<ConventionRecord["delay"]>({
    least: bit(0, 1) as Codec<0 | 1>,
    rounding: oneOf("nearest", "half-up", "floor", "exact"),
    countOffset: optional(bit(0, -1) as Codec<0 | -1>),
  }),
  spikeTimes: optional(
    record<NonNullable<ConventionRecord["spikeTimes"]>>({
      rounding: oneOf("nearest", "up", "floor"),
    }),
  ),
  multiplicity: oneOf("count", "one"),
  inputHold: oneOf("start", "end", "previous"),
  sampleAt: oneOf("start", "end"),
  plasticity: optional(
    record<PlasticityConvention>({
      coincidence: oneOf("pre-first", "apart"),
      dendritic: number,
      carries: oneOf("old", "new"),
    }),
  ),
});

const projection: Codec<ProjectionProgram> = record<ProjectionProgram>({
  ...connectionFields,
  dynamic: optional(dynamicSynapses),
  converted: optional(expression),
  rounded: optional(rounded),
});

const recorder: Codec<RecorderProgram> = record<RecorderProgram>({
  index: count,
  population: text,
  chosen,
  spikes: flag,
  variables: list(text),
  from: number,
  until: number,
  every: number,
  place: text,
});

const synapseRecorder: Codec<SynapseRecorderProgram> = record<SynapseRecorderProgram>({
  projection: text,
  variables: list(text),
  every: optional(number),
  from: number,
  until: number,
  onChange: flag,
});

interface Header {
  readonly format: "spikeloom-program";
  readonly version: number;
}

const version = 2;

/** The grid is needed to read populations, so it is read before them. */
function program(grid: Grid): Codec<NetworkProgram & Header> {
  return record<NetworkProgram & Header>({
    format: oneOf("spikeloom-program"),
    version: count,
    name: optional(text),
    seed: number,
    trial: count,
    dt: number,
    duration: optional(number),
    open: flag,
    requires: list(text),
    precision: optional(oneOf("f64", "f32")),
    tier: oneOf("exact", "compact", "packed"),
    convention,
    schedule: list(
      oneOf(
        ...(["input", "sample", "sources", "arrive"] as const),
        ...(["integrate", "threshold", "reset", "plasticity"] as const),
      ),
    ),
    space: optional(space),
    populations: byName(population(grid)),
    projections: list(projection),
    stimuli: list(stimulus),
    recorders: list(recorder),
    synapseRecorders: list(synapseRecorder),
  });
}

const anyGrid: Grid = { dt: 0.1, convention: resolveConvention("nest") };

/** JSON schema of a written program. */
export function programSchema(): Json {
  const title = "SpikeLoom program";
  const $schema = "https://json-schema.org/draft/2020-12/schema";
  const own = program(anyGrid).schema as { readonly [key: string]: Json };
  return { $schema, title, ...own, $defs: schemaDefinitions() };
}

/**
 * Convert a program to data for another thread.
 *
 * All of it can be passed to `structuredClone` and `postMessage`; `programFrom` reads it.
 */
export function programData(given: NetworkProgram): unknown {
  return written(given, "clone");
}

/** Read a program from what `programData` has made. */
export function programFrom(data: unknown): NetworkProgram {
  return program(gridOf(data, "program", "clone")).read(data, "program", "clone");
}

function gridOf(data: unknown, place: string, form: Form): Grid {
  const fields = fieldsOf(data, place);
  return {
    dt: number.read(fields["dt"], `${place}.dt`, form),
    convention: convention.read(fields["convention"], `${place}.convention`, form),
  };
}

function written(given: NetworkProgram, form: Form): unknown {
  const header: Header = { format: "spikeloom-program", version };
  return program(given).write({ ...header, ...given }, form);
}

/**
 * Write a program as JSON text, which `readProgram` reads.
 *
 * A program read back produces the same spikes. Connections are written as rules with the keys of their random numbers, or as
 * lists where the network lists them. `specs/program` specifies the format.
 */
export function writeProgram(given: NetworkProgram): string {
  return `${JSON.stringify(written(given, "json"))}\n`;
}

/** Options for reading a program. */
export interface ProgramReading {
  /** Name of the file for errors. */
  readonly place?: string | undefined;
}

/** Lists of lists of which expressions are made are deep, and matrices of many neurons long. */
const bounds = { size: 512 * 1024 * 1024, depth: 600 };

/** Read a program written by `writeProgram`, from a text of unknown origin. */
export function readProgram(
  input: string | Uint8Array,
  options: ProgramReading = {},
): NetworkProgram {
  checkOptionNames(options, { place: true }, "readProgram");
  const { place = "program" } = options;
  const data = fieldsOf(parseJson(input, place, bounds), place);
  if (data["format"] !== "spikeloom-program") {
    refuse(`${place}.format`, "spikeloom-program", data["format"]);
  }
  if (data["version"] !== version) {
    refuse(`${place}.version`, `version ${version}`, data["version"]);
  }
  const grid = gridOf(data, place, "json");
  const { format: _, version: __, ...read } = program(grid).read(data, place, "json");
  checkReferences(read, place);
  return read;
}

/** Refuse parts that name populations or neurons which the program does not have. */
function checkReferences(
  { populations, projections, stimuli, recorders, synapseRecorders }: NetworkProgram,
  place: string,
): void {
  const known = [...populations.keys()].join(", ");
  const sized = (name: string, size: number | undefined, where: string): void => {
    const found = populations.get(name);
    if (found === undefined) refuse(where, `a population: ${known}`, name);
    if (size === undefined || size === found?.size) return;
    refuse(where, `neurons of ${found?.size}`, `neurons of ${size}`);
  };
  let first = 0;
  for (const [name, one] of populations) {
    const where = `${place}.populations.${name}`;
    if (one.name !== name) refuse(`${where}.name`, name, one.name);
    if (one.first !== first) refuse(`${where}.first`, String(first), one.first);
    first += one.size;
  }
  for (const [k, { from, to, dynamic }] of projections.entries()) {
    const where = `${place}.projections[${k}]`;
    sized(from, undefined, `${where}.from`);
    sized(to, undefined, `${where}.to`);
    for (const [name, factor] of dynamic?.factors ?? []) {
      if (factor.kind !== "spikes") continue;
      const { from: source, neurons } = factor.spikes;
      sized(source, neurons.of, `${where}.dynamic.factors.${name}`);
    }
    for (const [name, times] of dynamic?.events ?? []) {
      if (times.kind !== "spikes") continue;
      const { from: source, neurons } = times.spikes;
      sized(source, neurons.of, `${where}.dynamic.events.${name}`);
    }
  }
  for (const [k, { population: name, targets }] of stimuli.entries()) {
    sized(name, targets.of, `${place}.stimuli[${k}]`);
  }
  for (const [k, { population: name, chosen: neurons }] of recorders.entries()) {
    sized(name, neurons.of, `${place}.recorders[${k}]`);
  }
  const names = new Set(projections.map((one) => one.name));
  for (const [k, { projection: name }] of synapseRecorders.entries()) {
    if (names.has(name)) continue;
    refuse(`${place}.synapseRecorders[${k}].projection`, [...names].join(", "), name);
  }
}
