import {
  type BackendRecord,
  countErrors,
  type JobEstimate,
  type NetworkRecord,
  type SpikeLoomError,
  type Stack,
  type SynapseTier,
} from "@spikeloom/kernel";
import { readTime } from "@spikeloom/network";
import { availableMemory, checkedRun, coarseSteps } from "@spikeloom/simulate";
import { chooseBackend, trialBackend } from "../choose-backend.ts";
import { exitCodes } from "../exit-codes.ts";
import { type ModelFileRecord, withoutWrapping } from "../load/load-model.ts";
import { loadContents } from "../load/load-network.ts";
import { backendOptionsOf } from "../plugin-options.ts";
import { allErrors, asCoded, inFile } from "../print/coded.ts";
import { errorBlock, plainError, warningBlock } from "../print/error-block.ts";
import { formatCount } from "../print/numbers.ts";
import { writeJson } from "../print/write-json.ts";
import { chooseStack, type StackChoice } from "../stack/choose-stack.ts";

/** What `spikeloom check` is given. */
export interface CheckCommandOptions extends StackChoice {
  readonly json?: boolean;
  readonly allowOutside?: boolean;
  /** Duration of a step and name of a step convention, instead of the network's own. */
  readonly dt?: string;
  readonly convention?: string;
  /** Its name in the stack; the usual one where it is not given. */
  readonly backend?: string;
  /** What it lets one choose: `NAME=VALUE`. */
  readonly option?: readonly string[];
  readonly target: "wasm" | "js";
  readonly tier?: SynapseTier;
  readonly workers?: number;
  readonly shards?: number;
  /** Bytes; what the machine has left where it is not given. */
  readonly memory?: number;
}

/** Check a network file and print all its errors; where there are none, what it warns of. */
export async function checkCommand(file: string, options: CheckCommandOptions): Promise<number> {
  const stack = await chooseStack(file, options);
  const backend = chooseBackend(stack, options);
  const { network, model, errors, estimate } = await findErrors(file, {
    ...options,
    stack,
    backend,
  });
  const isRun = errors.length === 0 && model === undefined && network !== undefined;
  const warnings = isRun ? await findWarnings(network, file, { stack, backend }) : [];
  if (!options.json) for (const one of warnings) process.stderr.write(`${warningBlock(one)}\n`);
  if (options.json) {
    const told = { errors: errors.map(plainError), warnings: warnings.map(plainError) };
    writeJson({ file, sound: errors.length === 0, ...told });
  } else if (errors.length > 0) {
    const all = countErrors(errors);
    const count = all === 1 ? "1 error" : `${all} errors`;
    process.stderr.write(`${errors.map(errorBlock).join("\n\n")}\n\n${count} in ${file}\n`);
  } else if (model !== undefined) {
    process.stdout.write(`${file}: no errors (${model.kind} model "${model.name}")\n`);
  } else if (estimate !== undefined) {
    const { neurons, synapses } = estimate;
    const size = `${formatCount(neurons)} neurons, about ${formatCount(synapses)} synapses`;
    process.stdout.write(`${file}: no errors (${size})\n`);
  }
  return errors.length === 0 ? exitCodes.fine : exitCodes.refused;
}

async function findWarnings(
  network: NetworkRecord,
  file: string,
  { stack, backend }: { readonly stack: Stack; readonly backend: BackendRecord },
): Promise<readonly SpikeLoomError[]> {
  const trial = trialBackend(stack, backend);
  const found = await coarseSteps(network, { stack, backend: trial });
  return found.map((warning) => inFile(warning, file));
}

interface Findings {
  readonly network?: NetworkRecord;
  /** The model where the file holds one. */
  readonly model?: ModelFileRecord | undefined;
  readonly errors: readonly SpikeLoomError[];
  /** What a sound network would take. */
  readonly estimate?: JobEstimate | undefined;
}

/** What is checked, and on which backend. */
type Asked = Omit<CheckCommandOptions, "backend" | "target"> & {
  readonly stack: Stack;
  readonly backend: BackendRecord;
};

/** Make the network that `run` would run with the same options. */
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
  { stack, backend, memory = availableMemory(), allowOutside, ...asked }: Asked,
): Promise<Findings> {
  try {
    const { dt } = asked;
    if (dt !== undefined) readTime(dt, "--dt");
    const { network: given, model } = await loadContents(file, { stack, allowOutside, memory, dt });
    const network = asRun(given, asked);
    const { workers, shards } = asked;
    const backendOptions = backendOptionsOf(backend, asked);
    const options = { backend, memory, workers, shards, backendOptions };
    const found = checkedRun(network, { stack, ...options });
    const errors = found.errors.map((error) => inFile(error, file));
    if (model !== undefined) return { network, model, errors: errors.map(withoutWrapping) };
    return { network, errors, estimate: found.sound?.estimate };
  } catch (fault) {
    const coded = asCoded(fault);
    if (coded === undefined) throw fault;
    return { errors: allErrors(coded) };
  }
}
