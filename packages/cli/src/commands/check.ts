import {
  type BackendRecord,
  countErrors,
  type JobEstimate,
  type Loss,
  type NetworkRecord,
  type SpikeLoomError,
  type Stack,
  type SynapseTier,
} from "@spikeloom/kernel";
import { checkResets, gridChanges, readTime } from "@spikeloom/network";
import { readProgram } from "@spikeloom/program";
import {
  availableMemory,
  checkedProgram,
  checkedRun,
  coarseSteps,
  lateRecorders,
} from "@spikeloom/simulate";
import { chooseBackend, trialBackend } from "../choose-backend.ts";
import { READ_LOSS, USAGE } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { isProgramFile } from "../is-network-file.ts";
import { findFiles } from "../load/find-files.ts";
import { isModule } from "../load/import-module.ts";
import { type ModelFileRecord, withoutWrapping } from "../load/load-model.ts";
import { loadContents } from "../load/load-network.ts";
import { readBytes } from "../load/read-bytes.ts";
import { refuseReading } from "../load/read-thing.ts";
import { backendOptionsOf } from "../plugin-options.ts";
import { allErrors, asCoded, inFile } from "../print/coded.ts";
import { errorBlock, plainError, warningBlock } from "../print/error-block.ts";
import { formatCounted } from "../print/numbers.ts";
import { writeJson } from "../print/write-json.ts";
import { chooseStack, type StackChoice } from "../stack/choose-stack.ts";
import { isBoth, isTraining } from "../train/is-training.ts";

/** Options of `spikeloom check`. */
export interface CheckCommandOptions extends StackChoice {
  readonly json?: boolean;
  readonly allowOutside?: boolean;
  /** The format of the files, and options of it: `NAME=VALUE`. */
  readonly from?: string;
  readonly fromOption?: readonly string[];
  /** Duration of a step and name of a step convention, instead of the network's own. */
  readonly dt?: string;
  readonly convention?: string;
  /** Its name in the stack; by default the clock backend. */
  readonly backend?: string;
  /** Options of the backend: `NAME=VALUE`. */
  readonly option?: readonly string[];
  /** Compilation target of the default backend, if given. */
  readonly target?: "wasm" | "js" | undefined;
  readonly tier?: SynapseTier;
  readonly workers?: number;
  readonly shards?: number;
  /** Bytes; by default the available memory. */
  readonly memory?: number;
}

/** Check files and print all errors; for those without any, print warnings. */
export async function checkCommand(
  given: readonly string[],
  options: CheckCommandOptions,
): Promise<number> {
  const files = findFiles(given);
  const checked: Checked[] = [];
  for (const file of files) {
    const one = await checkFile(file, options);
    checked.push(one);
    if (!options.json) printChecked(one);
  }
  const [only, ...more] = checked;
  const faulty = checked.filter(({ errors }) => errors.length > 0);
  const sound = faulty.length === 0;
  if (options.json) {
    const report = checked.map(plainChecked);
    writeJson(
      more.length === 0 && only !== undefined ? plainChecked(only) : { sound, files: report },
    );
  } else if (more.length > 0) {
    const summary = `${checked.length} files: ${sound ? "no errors" : `${faulty.length} with errors`}\n`;
    (sound ? process.stdout : process.stderr).write(`\n${summary}`);
  }
  return sound ? exitCodes.fine : exitCodes.refused;
}

/** A file that was checked. */
interface Checked {
  readonly file: string;
  readonly errors: readonly SpikeLoomError[];
  readonly warnings: readonly SpikeLoomError[];
  /** Contents of a file without errors. */
  readonly holds: string | undefined;
}

async function checkFile(file: string, options: CheckCommandOptions): Promise<Checked> {
  const stack = await chooseStack(file, options);
  const asked = await askedOf(file);
  if ("errors" in asked) return { file, ...asked, warnings: [], holds: undefined };
  if (isProgramFile(file)) {
    refuseOptions(setByNetworks, "a program, which contains these settings", { file, options });
    return checkProgramFile(file, stack, options);
  }
  const { allowOutside, workers, memory } = options;
  const trained = async (): Promise<Checked> => {
    const { checkTraining } = await import("../train/check-training.ts");
    return { file, ...(await checkTraining(file, { stack, allowOutside, workers, memory })) };
  };
  if (asked.isTraining) {
    const holds = "a training, to which it does not apply";
    refuseOptions([...setByNetworks, ...ofBackends], holds, { file, options });
    return await trained();
  }
  const network = await checkNetworkFile(file, stack, options);
  return (await isBoth(file)) ? together(network, await trained()) : network;
}

/** Combine the findings on the network and on the training that a module exports. */
function together(network: Checked, training: Checked): Checked {
  const errors = [...network.errors, ...training.errors];
  const warnings = [...network.warnings, ...training.warnings];
  return { file: network.file, errors, warnings, holds: `${network.holds}; ${training.holds}` };
}

async function checkNetworkFile(
  file: string,
  stack: Stack,
  options: CheckCommandOptions,
): Promise<Checked> {
  const backend = chooseBackend(stack, options);
  const lost: SpikeLoomError[] = [];
  const onLosses = (losses: readonly Loss[]): void => {
    for (const { place, message } of losses) {
      lost.push(READ_LOSS({ place: `${file}: ${place}`, message }));
    }
  };
  const found = await findErrors(file, { ...options, stack, backend, onLosses });
  const { network, model, errors, estimate } = found;
  if (errors.length > 0 || network === undefined) {
    return { file, errors, warnings: [], holds: undefined };
  }
  if (model !== undefined) {
    return { file, errors, warnings: lost, holds: `${model.kind} model "${model.name}"` };
  }
  const other = await findWarnings(network, file, { stack, backend });
  const warnings = [...lost, ...other];
  return { file, errors, warnings, holds: sizeText(estimate) };
}

/** Report the kind of contents for which a file is checked, or why it cannot be read. */
async function askedOf(
  file: string,
): Promise<{ readonly isTraining: boolean } | Pick<Checked, "errors">> {
  try {
    return { isTraining: await isTraining(file) };
  } catch (fault) {
    return { errors: errorsOf(fault) };
  }
}

const setByNetworks = ["from", "fromOption", "dt", "convention", "tier"] as const;
const ofBackends = ["backend", "option", "target", "shards"] as const;

/** Refuse options of a run, which a training or a program states itself. */
function refuseOptions(
  names: readonly (keyof CheckCommandOptions)[],
  holds: string,
  { file, options }: { readonly file: string; readonly options: CheckCommandOptions },
): void {
  const given = names.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  const flag = given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw USAGE({
    message: `--${flag} applies to networks, but ${file} is ${holds}. Remove --${flag}.`,
  });
}

/** Check whether a file contains a program that the backend can run. */
function checkProgramFile(file: string, stack: Stack, options: CheckCommandOptions): Checked {
  const backend = chooseBackend(stack, options);
  const backendOptions = backendOptionsOf(backend, options);
  const { workers, shards, memory = availableMemory() } = options;
  const asked = { stack, backend, backendOptions, workers, shards, memory };
  const none = { file, warnings: [], holds: undefined };
  try {
    const program = readProgram(readBytes(file), { place: file });
    const { errors, estimate } = checkedProgram(program, asked);
    if (errors.length > 0) return { ...none, errors: errors.map((error) => inFile(error, file)) };
    return { ...none, errors, holds: `a program: ${sizeText(estimate)}` };
  } catch (fault) {
    return { ...none, errors: errorsOf(fault) };
  }
}

function sizeText({ neurons = 0, synapses = 0 }: Partial<JobEstimate> = {}): string {
  return `${formatCounted(neurons, "neuron")}, about ${formatCounted(synapses, "synapse")}`;
}

function printChecked({ file, errors, warnings, holds }: Checked): void {
  for (const one of warnings) process.stderr.write(`${warningBlock(one)}\n`);
  if (errors.length > 0) {
    const all = countErrors(errors);
    const count = all === 1 ? "1 error" : `${all} errors`;
    process.stderr.write(`${errors.map(errorBlock).join("\n\n")}\n\n${count} in ${file}\n`);
  } else process.stdout.write(`${file}: no errors (${holds})\n`);
}

function plainChecked({ file, errors, warnings }: Checked): object {
  const report = { errors: errors.map(plainError), warnings: warnings.map(plainError) };
  return { file, sound: errors.length === 0, ...report };
}

async function findWarnings(
  network: NetworkRecord,
  file: string,
  { stack, backend }: { readonly stack: Stack; readonly backend: BackendRecord },
): Promise<readonly SpikeLoomError[]> {
  const trial = trialBackend(stack, backend);
  const coarse = await coarseSteps(network, { stack, backend: trial });
  const { duration } = network;
  const late = duration === undefined ? [] : lateRecorders(network, readTime(duration, "duration"));
  const found = [
    ...checkResets(network, stack),
    ...gridChanges(network, { stack }),
    ...late,
    ...coarse,
  ];
  return found.map((warning) => inFile(warning, file));
}

interface Findings {
  readonly network?: NetworkRecord;
  /** The model, if the file contains one. */
  readonly model?: ModelFileRecord | undefined;
  readonly errors: readonly SpikeLoomError[];
  /** Estimated needs of a valid network. */
  readonly estimate?: JobEstimate | undefined;
}

/** Subject of a check: a network or a task, with the backend. */
type Asked = Omit<CheckCommandOptions, "backend" | "target"> & {
  readonly stack: Stack;
  readonly backend: BackendRecord;
  readonly onLosses: (losses: readonly Loss[]) => void;
};

/** Create the network that `run` would run with the same options. */
function asRun(
  network: NetworkRecord,
  { dt, convention, tier }: Pick<Asked, "dt" | "convention" | "tier">,
): NetworkRecord {
  return {
    ...network,
    ...(dt !== undefined && { dt }),
    ...(convention !== undefined && { convention }),
    ...(tier !== undefined && { tier }),
  };
}

async function findErrors(
  file: string,
  { stack, backend, memory = availableMemory(), allowOutside, onLosses, ...asked }: Asked,
): Promise<Findings> {
  // Errors on the command line are not errors of a file.
  const backendOptions = backendOptionsOf(backend, asked);
  if (isModule(file)) refuseReading(file, asked);
  try {
    const { dt } = asked;
    if (dt !== undefined) readTime(dt, "--dt");
    const { from, fromOption } = asked;
    const reading = { stack, allowOutside, memory, from, fromOption, onLosses };
    const { network: given, model } = await loadContents(file, { ...reading, dt });
    const network = asRun(given, asked);
    const { workers, shards } = asked;
    const options = { backend, memory, workers, shards, backendOptions };
    const found = checkedRun(network, { stack, ...options });
    const errors = found.errors.map((error) => inFile(error, file));
    if (model !== undefined) return { network, model, errors: errors.map(withoutWrapping) };
    return { network, errors, estimate: found.sound?.estimate };
  } catch (fault) {
    return { errors: errorsOf(fault) };
  }
}

function errorsOf(fault: unknown): readonly SpikeLoomError[] {
  const coded = asCoded(fault);
  if (coded === undefined) throw fault;
  return allErrors(coded);
}
