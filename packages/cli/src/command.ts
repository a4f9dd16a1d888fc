import { readFileSync } from "node:fs";
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { ListOptions } from "./commands/list.ts";
import type { RunCommandOptions } from "./commands/run.ts";
import { exitCodes } from "./exit-codes.ts";

const examples = `
Examples:
  spikeloom run network.json                 run, write results/network.h5 and pictures, print rates
  spikeloom run network.ts --for 10s --seed 7
  spikeloom check network.json               all errors of a file at once
  spikeloom show lif-curr-exp                a model as readable equations
  spikeloom show network.json                populations, projections, memory
  spikeloom list neurons

Exit codes: 0 fine, 1 bad input, 2 wrong usage, 70 a fault of SpikeLoom, 130 interrupted.`;

/** Run the command with these arguments; gives the exit code and never throws. */
export async function main(args: readonly string[]): Promise<number> {
  // A reader that has seen enough, as in "spikeloom list | head -1", is no fault.
  process.stdout.on("error", (fault: NodeJS.ErrnoException) => {
    process.exit(fault.code === "EPIPE" ? exitCodes.fine : exitCodes.unexpected);
  });
  const json = args.includes("--json");
  const { guarded, reportFault } = await import("./print/report-fault.ts");
  let code: number = exitCodes.fine;
  const act = async (action: () => Promise<number>): Promise<void> => {
    code = await guarded(json, action);
  };
  try {
    await program(act, json).parseAsync([...args], { from: "user" });
    return code;
  } catch (fault) {
    if (!(fault instanceof CommanderError)) return reportFault(fault, json);
    if (fault.exitCode === 0) return exitCodes.fine;
    if (json) {
      const { USAGE } = await import("./errors.ts");
      reportFault(USAGE({ message: fault.message.replace(/^error: /, "") }), json);
    }
    return exitCodes.usage;
  }
}

type Act = (action: () => Promise<number>) => Promise<void>;

function program(act: Act, json: boolean): Command {
  const root = new Command("spikeloom")
    .description("Simulate spiking neural networks.")
    .version(versionOf(), "-v, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", examples)
    .showHelpAfterError("(see spikeloom --help)")
    .exitOverride()
    .configureOutput(json ? { writeErr: () => undefined } : {});
  addRun(root, act);
  addCheck(root, act);
  addShow(root, act);
  addList(root, act);
  return root;
}

function versionOf(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}

const jsonOption = ["--json", "print one JSON object on standard output, also for errors"] as const;
const targetOption = (): Option =>
  new Option("--target <target>", "compute in WebAssembly, or in slow plain JavaScript")
    .choices(["wasm", "js"])
    .default("wasm");

function seedOf(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
  throw new InvalidArgumentError("A seed is a whole number from 0 to 9007199254740991.");
}

function addRun(root: Command, act: Act): void {
  root
    .command("run")
    .summary("run a network; write results and pictures, print a table")
    .description(
      "Run a network and write what its recorders recorded.\n\n" +
        'FILE is a network in JSON, or a TypeScript or JavaScript module with an export "network":\n' +
        "a network, or a function that returns one. Ctrl-C ends the run and keeps what was recorded;\n" +
        "a second Ctrl-C ends it at once.",
    )
    .argument("<file>", "network file or module")
    .option("--for <duration>", "how long, such as 1s or '350 ms'; else the file's duration")
    .addOption(new Option("--seed <number>", "seed of all random numbers").argParser(seedOf))
    .option("--dt <step>", "duration of a step, such as 0.1ms")
    .addOption(new Option("--precision <precision>", "of the state").choices(["f64", "f32"]))
    .addOption(targetOption())
    .option("--out <file>", "result file (default: results/NAME.h5)")
    .option("--plots <folder>", "folder of the pictures (default: beside the result file)")
    .option("--no-plots", "draw no pictures")
    .option("--draw", "draw the raster in the terminal as well")
    .option(...jsonOption)
    .option("--quiet", "print nothing but errors")
    .action((file: string, options: RunCommandOptions) =>
      act(async () => (await import("./commands/run.ts")).runCommand(file, options)),
    );
}

function addCheck(root: Command, act: Act): void {
  root
    .command("check")
    .summary("check a network file; print all its errors")
    .description("Check a network in full without running it, and print all its errors at once.")
    .argument("<file>", "network file or module")
    .addOption(targetOption())
    .option(...jsonOption)
    .action((file: string, options: { readonly json?: boolean; readonly target: "wasm" | "js" }) =>
      act(async () => (await import("./commands/check.ts")).checkCommand(file, options)),
    );
}

function addShow(root: Command, act: Act): void {
  root
    .command("show")
    .summary("show a model's equations, or what a network consists of")
    .description("Show a model as readable equations, any other plugin, or a network as a summary.")
    .argument("<name or file>", "a name from spikeloom list, or a network file or module")
    .option(...jsonOption)
    .action((name: string, options: { readonly json?: boolean }) =>
      act(async () => (await import("./commands/show.ts")).showCommand(name, options)),
    );
}

function addList(root: Command, act: Act): void {
  const kinds = ["neurons", "synapses", "plasticity", "connectors", "integrators", "backends"];
  root
    .command("list")
    .summary("list models, connectors, integrators and backends")
    .description("List what there is, a line each.")
    .addArgument(new Argument("[kind]", "only this kind").choices(kinds))
    .option(...jsonOption)
    .action((kind: ListOptions["kind"], options: { readonly json?: boolean }) =>
      act(async () => (await import("./commands/list.ts")).listCommand({ kind, ...options })),
    );
}
