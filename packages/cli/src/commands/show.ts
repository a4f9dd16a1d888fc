import { existsSync } from "node:fs";
import { styleText } from "node:util";
import type { CodeTarget } from "@spikeloom/code";
import { checkModelInFull } from "@spikeloom/equations";
import {
  type ConventionRecord,
  type NetworkRecord,
  type PluginKind,
  type RecordOfKind,
  type SpikeLoomError,
  type Stack,
  type SynapseTier,
  throwAll,
} from "@spikeloom/kernel";
import { adviseName, checkNetwork, conventions, writeNetwork } from "@spikeloom/network";
import { availableMemory } from "@spikeloom/simulate";
import { chooseBackend } from "../choose-backend.ts";
import { NO_OWN_MODEL, NO_PROGRAM, NOTHING_TO_SHOW } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { type FileContents, withoutWrapping } from "../load/load-model.ts";
import { loadContents } from "../load/load-network.ts";
import { backendOptionsOf } from "../plugin-options.ts";
import { inFile } from "../print/coded.ts";
import { printSections, type Section } from "../print/sections.ts";
import { writeJson } from "../print/write-json.ts";
import { conventionAbout, conventionSections } from "../show/convention-sections.ts";
import { memoryFit } from "../show/memory-fit.ts";
import { methodOf } from "../show/method-of.ts";
import { networkSections } from "../show/network-sections.ts";
import { neuronSections } from "../show/neuron-sections.ts";
import { ownModels } from "../show/own-models.ts";
import {
  backendSections,
  connectorSections,
  encoderSections,
  formatSections,
  hardwareSections,
  integratorSections,
  learningSections,
  plasticitySections,
  synapseSections,
} from "../show/plugin-sections.ts";
import { printedProgram, withoutSynapses, writtenProgram } from "../show/program.ts";
import { chooseStack, type StackChoice } from "../stack/choose-stack.ts";

/** Options of `spikeloom show`. */
export interface ShowCommandOptions extends StackChoice {
  readonly json?: boolean;
  readonly allowOutside?: boolean;
  /** The format of the file, and options of it: `NAME=VALUE`. */
  readonly from?: string;
  readonly fromOption?: readonly string[];
  /** Print what a network does in a step, in equations. */
  readonly program?: boolean;
  /** Print the code of its populations for a target. */
  readonly code?: CodeTarget;
  /** A backend by its name in the stack, which must be able to run the network. */
  readonly backend?: string;
  /** Options of the backend: `NAME=VALUE`. */
  readonly option?: readonly string[];
  /** How a network would be run. */
  readonly tier?: SynapseTier;
  readonly workers?: number;
  readonly shards?: number;
  /** Bytes; by default the available memory. */
  readonly memory?: number;
}

type ShownOptions = ShowCommandOptions & { readonly stack: Stack };

/** Show a plugin or a convention by name, a network or a model by its file, or a model of a network. */
export async function showCommand(
  name: string,
  model: string | undefined,
  given: ShowCommandOptions,
): Promise<number> {
  const stack = await chooseStack(isFile(name) ? name : undefined, given);
  const options = { ...given, stack };
  const option = printed(options);
  if (option !== undefined && (model !== undefined || !isFile(name))) {
    throw NO_PROGRAM({ name: model ?? name, option });
  }
  if (model !== undefined) return await showOwnModel(name, model, options);
  const found = kinds.flatMap((kind) => {
    const record = stack.find(kind, name);
    return record === undefined ? [] : [record];
  });
  const convention = conventions.find((known) => known.name === name);
  if (found.length > 0 || convention !== undefined) {
    throwAll(found.flatMap(faultsOf));
    return await showRecords(found, { ...options, convention });
  }
  if (isFile(name)) return await showFile(name, options);
  const names = [
    ...kinds.flatMap((kind) => stack.list(kind).map((record) => record.name)),
    ...conventions.map((known) => known.name),
  ];
  const otherwise = 'Choose a name from "spikeloom list", or give the path of a file.';
  throw NOTHING_TO_SHOW({ name, next: adviseName(name, names, otherwise) });
}

/** Check a model as a network that uses it would be checked: a stack does not check its equations. */
function faultsOf(record: ShownRecord): readonly SpikeLoomError[] {
  const isModel = ["neuron", "synapse", "plasticity"].includes(record.kind);
  return isModel ? checkModelInFull(record) : [];
}

function isFile(name: string): boolean {
  return existsSync(name) || /[./\\]/.test(name);
}

type ShownRecord = RecordOfKind[PluginKind];

const layouts: {
  readonly [K in PluginKind]: (
    record: RecordOfKind[K],
    stack: Stack,
  ) => readonly Section[] | Promise<readonly Section[]>;
} = {
  neuron: (record, stack) => neuronSections(record, methodOf({ model: record, stack })),
  synapse: synapseSections,
  plasticity: plasticitySections,
  connector: connectorSections,
  integrator: integratorSections,
  encoder: encoderSections,
  learning: learningSections,
  backend: backendSections,
  hardware: hardwareSections,
  format: formatSections,
};

const kinds = Object.keys(layouts) as readonly PluginKind[];

type LayOut = (record: ShownRecord, stack: Stack) => Promise<readonly Section[]>;

/** Show everything of this name: a convention and a format may share one. */
async function showRecords(
  records: readonly ShownRecord[],
  {
    json,
    stack,
    convention,
  }: ShownOptions & { readonly convention?: ConventionRecord | undefined },
): Promise<number> {
  if (json) {
    const all = [...(convention === undefined ? [] : [convention]), ...records];
    const plain = JSON.parse(JSON.stringify(all)) as readonly object[];
    writeJson(plain.length === 1 ? (plain[0] as object) : { records: plain });
    return exitCodes.fine;
  }
  if (convention !== undefined) showConvention(convention);
  if (convention !== undefined && records.length > 0) process.stdout.write("\n");
  for (const record of records) {
    const layOut = layouts[record.kind] as LayOut;
    const head = `${styleText("bold", record.name)}  (${record.kind})\n${record.about}`;
    process.stdout.write(`${head}\n\n${printSections(await layOut(record, stack))}\n`);
  }
  return exitCodes.fine;
}

function showConvention(convention: ConventionRecord): void {
  const { name } = convention;
  const about = conventionAbout[name];
  const head = `${styleText("bold", name)}  (convention)${about === undefined ? "" : `\n${about}`}`;
  process.stdout.write(`${head}\n\n${printSections(conventionSections(convention))}\n`);
}

async function loadSound(
  file: string,
  {
    stack,
    tier,
    allowOutside,
    memory,
    backend: name,
    from,
    fromOption,
  }: Pick<
    ShownOptions,
    "stack" | "tier" | "allowOutside" | "memory" | "backend" | "from" | "fromOption"
  >,
): Promise<FileContents> {
  const loaded = await loadContents(file, { stack, allowOutside, memory, from, fromOption });
  const isNetwork = loaded.model === undefined && tier !== undefined;
  const contents = isNetwork ? { network: { ...loaded.network, tier } } : loaded;
  const backend = name === undefined ? undefined : chooseBackend(stack, { backend: name });
  const errors = checkNetwork(contents.network, { stack, backend });
  const placed = errors.map((error) => inFile(error, file));
  throwAll(contents.model === undefined ? placed : placed.map(withoutWrapping));
  return contents;
}

async function showFile(file: string, options: ShownOptions): Promise<number> {
  const { network, model } = await loadSound(file, options);
  const option = printed(options);
  if (option !== undefined) {
    if (model !== undefined) throw NO_PROGRAM({ name: file, option });
    return option === "code" ? await showCode(network, options) : showProgram(network, options);
  }
  if (model !== undefined) return await showRecords([model], options);
  const { stack, workers, shards, memory = availableMemory() } = options;
  const backend = chooseBackend(stack, options);
  const backendOptions = backendOptionsOf(backend, options);
  const fit = memoryFit(network, { stack, backend, workers, shards, memory, backendOptions });
  if (options.json) {
    writeJson({ network: JSON.parse(writeNetwork(network)) as unknown, ...fit });
    return exitCodes.fine;
  }
  const { name = file, about } = network;
  const head = `${styleText("bold", name)}  (network)${about === undefined ? "" : `\n${about}`}`;
  const text = printSections(networkSections(network, { stack, fit }));
  const [own] = ownModels(network, stack).keys();
  const hint =
    own === undefined ? "" : `\nspikeloom show ${file} ${own} prints the equations of ${own}.\n`;
  process.stdout.write(`${head}\n\n${text}\n${hint}`);
  return exitCodes.fine;
}

/** The option that prints the operations or the code of a network. */
function printed({ program, code }: ShowCommandOptions): "program" | "code" | undefined {
  return code === undefined ? (program && "program") || undefined : "code";
}

function showProgram(network: NetworkRecord, { json, stack }: ShownOptions): number {
  const written = json ? writtenProgram : printedProgram;
  process.stdout.write(written(network, stack));
  return exitCodes.fine;
}

/** Options of code are refused unless code is printed. */
async function showCode(
  network: NetworkRecord,
  { code: target = "wasm", json, stack }: ShownOptions,
): Promise<number> {
  const { programCode } = await import("@spikeloom/code");
  const code = programCode(withoutSynapses(network, stack), target);
  if (json) writeJson({ target, code });
  else process.stdout.write(code);
  return exitCodes.fine;
}

async function showOwnModel(file: string, name: string, options: ShownOptions): Promise<number> {
  // The tier of a run is not part of a model.
  const { tier, ...rest } = options;
  const { network } = await loadSound(file, rest);
  const own = ownModels(network, options.stack);
  const model = own.get(name);
  if (model !== undefined) return await showRecords([model], options);
  throw NO_OWN_MODEL({ file, name, known: [...own.keys()] });
}
