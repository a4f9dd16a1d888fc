import { parseArgs } from "node:util";
import { SpikeLoomError } from "@spikeloom/kernel";
import { ARGUMENTS } from "./errors.ts";

/** Command-line arguments of both programs. */
export interface ProgramArguments {
  readonly names: readonly string[];
  readonly seeds: number;
  /** Whether long parts are run as well. */
  readonly long: boolean;
}

/** Read names, `--seeds` and `--long`; throws a coded error at anything else. */
export function readArguments(args: readonly string[], seeds: number): ProgramArguments {
  const { positionals, values } = parse(args);
  const text = values.seeds ?? String(seeds);
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 1000) {
    return { names: positionals, seeds: count, long: values.long ?? false };
  }
  throw ARGUMENTS({ expected: "--seeds with a count from 1 to 1000", got: text });
}

function parse(args: readonly string[]): {
  readonly positionals: readonly string[];
  readonly values: { readonly seeds?: string | undefined; readonly long?: boolean | undefined };
} {
  try {
    const options = { seeds: { type: "string" }, long: { type: "boolean" } } as const;
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch {
    throw ARGUMENTS({ expected: "names, --seeds COUNT and --long", got: args.join(" ") });
  }
}

/** Run a program; prints a coded error as one line on standard error and exits with code 2. */
export async function runProgram(program: () => Promise<void>): Promise<void> {
  try {
    await program();
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
