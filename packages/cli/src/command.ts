import { readFileSync } from "node:fs";
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { CheckCommandOptions } from "./commands/check.ts";
import type { ConvertCommandOptions } from "./commands/convert.ts";
import type { ProfileCommandOptions } from "./commands/profile.ts";
import type { RunCommandOptions } from "./commands/run.ts";
import type { ShowCommandOptions } from "./commands/show.ts";
import type { WeightsCommandOptions } from "./commands/weights.ts";
import { exitCodes } from "./exit-codes.ts";
import { findListedKind, type ListedKind, listedKinds } from "./listed-kinds.ts";
import { addMemoryOptions } from "./memory-options.ts";
import { addRunOptions, outsideOption, seedOption, targetOption } from "./run-options.ts";

const examples = `
Examples:
  spikeloom run network.json          run; write results/network.h5 and pictures
  spikeloom run network.ts --for 10s --seed 7
  spikeloom run network.json --checkpoint 10s
  spikeloom run network.json --continue
  spikeloom weights results/network.h5 --network trained.json
  spikeloom profile network.json      where the time of a run goes
  spikeloom convert network.json --to pynn
  spikeloom check network.json        all errors of a file at once
  spikeloom show lif-curr-exp         a model as readable equations
  spikeloom show network.json         populations, projections, memory
  spikeloom show network.json --tier packed --memory 24GiB
  spikeloom show network.json MODEL   a model that the file brings along
  spikeloom show nest                 a step convention, switch by switch
  spikeloom list neurons

Exit codes: 0 fine, 1 bad input, 2 wrong usage, 3 a run that diverged,
70 a fault of SpikeLoom, 129 the terminal is gone, 130 interrupted,
143 terminated.`;

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
    // Terms with all their arguments would leave no room for the summaries.
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText("after", examples)
    .showHelpAfterError("(see spikeloom --help)")
    .exitOverride()
    .configureOutput(json ? { writeErr: () => undefined } : {});
  addRun(root, act);
  addProfile(root, act);
  addWeights(root, act);
  addConvert(root, act);
  addCheck(root, act);
  addShow(root, act);
  addList(root, act);
  addLink(root, act);
  return root;
}

function versionOf(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}

const jsonOption = ["--json", "print one JSON object on standard output, also for errors"] as const;
function addRun(root: Command, act: Act): void {
  const command = root
    .command("run")
    .summary("run a network; write results and pictures, print a table")
    .description(
      "Run a network and write what its recorders recorded.\n\n" +
        'FILE is a network in JSON, or a TypeScript or JavaScript module with an export "network": ' +
        "a network, or a function that returns one.\n\n" +
        "Ctrl-C ends the run and keeps what was recorded; a second Ctrl-C ends it at once.\n\n" +
        "With --checkpoint a run that was killed, or is to go on for longer, can be continued: " +
        "spikeloom run network.json --continue. It then ends as if it had never stopped.",
    );
  addRunOptions(command)
    .option("--out <file>", "result file (default: results/NAME.h5)")
    .option(
      "--checkpoint <time>",
      "save where the run is after each such simulated time, such as 10s, beside the result file",
    )
    .option(
      "--continue",
      "go on from the last checkpoint; with --checkpoint from the start if there is none",
    )
    .option("--plots <folder>", "folder of the pictures (default: beside the result file)")
    .option("--no-plots", "draw no pictures")
    .option("--draw", "draw the raster in the terminal as well")
    .option(...jsonOption)
    .option("--quiet", "print nothing but errors")
    .action((file: string, options: RunCommandOptions) =>
      act(async () => (await import("./commands/run.ts")).runCommand(file, options)),
    );
}

function addProfile(root: Command, act: Act): void {
  const command = root
    .command("profile")
    .summary("run a network; print and draw where the time went")
    .description(
      "Run a network and tell where the time went: by part of a step and by population, what an " +
        "event, a neuron step and a synapse cost, and how far from real time it is.\n\n" +
        "Use it when a run takes longer than it should, before choosing workers, a tier or a step, " +
        "and to compare machines. Spikes are those of spikeloom run, which does not measure and is " +
        "faster, the more so the smaller the network; what is recorded is dropped unless --out is given.",
    );
  addRunOptions(command)
    .option("--out <file>", "write a result file as well, which takes time too")
    .option(
      "--plots <folder>",
      "folder of the picture (default: beside the result file, or results)",
    )
    .option("--no-plots", "draw no picture")
    .option("--draw", "draw the picture in the terminal as well")
    .option(...jsonOption)
    .action((file: string, options: ProfileCommandOptions) =>
      act(async () => (await import("./commands/profile.ts")).profileCommand(file, options)),
    );
}

function addWeights(root: Command, act: Act): void {
  root
    .command("weights")
    .summary("print the weights that a run has recorded; write them as CSV or as a network")
    .description(
      "Print the weights in a result file: those that recordSynapses of the network wrote down.\n\n" +
        "--network writes the network with each of these projections as the list of its connections, " +
        "without plasticity: what has been learned can be run again. The lists are in an HDF5 file beside it.",
    )
    .argument("<file>", "result file")
    .argument("[projection]", "only this one: its name, or its ends such as 'E->I'")
    .option("--at <time>", "the last snapshot until then, such as 10s (default: the last one)")
    .option("--csv <file>", "write source, target, weight and delay of each synapse")
    .option("--network <file>", "write a network in which they are fixed")
    .option("--draw", "draw the distribution in the terminal")
    .option(...jsonOption)
    .action((file: string, projection: string | undefined, options: WeightsCommandOptions) =>
      act(async () =>
        (await import("./commands/weights.ts")).weightsCommand(file, projection, options),
      ),
    );
}

function addConvert(root: Command, act: Act): void {
  root
    .command("convert")
    .summary("write a network for another simulator; print what is lost")
    .description(
      "Write a network as a PyNN script, network.py, with its arrays in a folder data beside it.\n\n" +
        "The script gives the same spikes on NEST: python network.py. It has the connections and values " +
        "that spikeloom run draws with the same seed. What it cannot say, or what NEST does otherwise, is " +
        "printed; a model, rule or stimulus that PyNN has not is an error. It takes another backend too, " +
        "as in python network.py neuron, and --out recorded.npz keeps what it recorded.",
    )
    .argument("<file>", "network file or module")
    .addOption(new Option("--to <target>", "what to write").choices(["pynn"]).makeOptionMandatory())
    .option("--out <folder>", "folder of the script (default: NAME-pynn)")
    .addOption(seedOption())
    .addOption(outsideOption())
    .option(
      "--for <time>",
      "how long the script runs, such as 1s, instead of the network's duration",
    )
    .option(...jsonOption)
    .action((file: string, options: ConvertCommandOptions) =>
      act(async () => (await import("./commands/convert.ts")).convertCommand(file, options)),
    );
}

function addCheck(root: Command, act: Act): void {
  const command = root
    .command("check")
    .summary("check a network or model file; print all its errors")
    .description(
      "Check a network in full without running it, and print all its errors at once. " +
        'A file in JSON whose "kind" is neuron, synapse or plasticity is checked as a model.',
    )
    .argument("<file>", "network file, module or model file");
  addMemoryOptions(command)
    .addOption(targetOption())
    .addOption(outsideOption())
    .option(...jsonOption)
    .action((file: string, options: CheckCommandOptions) =>
      act(async () => (await import("./commands/check.ts")).checkCommand(file, options)),
    );
}

function addShow(root: Command, act: Act): void {
  const command = root
    .command("show")
    .summary("show a model's equations, or what a network consists of")
    .description(
      "Show a model as readable equations, any other plugin, a step convention switch by switch, " +
        "or a network as a summary. With MODEL after a network file: a model that the file brings along.",
    )
    .argument(
      "<name or file>",
      "a name from spikeloom list, a network file or module, or a model file",
    )
    .argument("[model]", "name of a model which the network file holds");
  addMemoryOptions(command)
    .addOption(outsideOption())
    .option(...jsonOption)
    .action((name: string, model: string | undefined, options: ShowCommandOptions) =>
      act(async () => (await import("./commands/show.ts")).showCommand(name, model, options)),
    );
}

/** For the help; `main.ts` goes to the link without reading a command line. */
function addLink(root: Command, act: Act): void {
  root
    .command("link")
    .summary("serve a program in another language over standard input and output")
    .description(
      "Serve one program in another language, such as the Python package spikeloom, over standard " +
        "input and output until the input ends. Messages are those of specs/link.",
    )
    .action(() => act(async () => (await import("./commands/link.ts")).linkCommand()));
}

function addList(root: Command, act: Act): void {
  const kinds = Object.keys(listedKinds).join(", ");
  const kindOf = (word: string): ListedKind => {
    const kind = findListedKind(word);
    if (kind !== undefined) return kind;
    throw new InvalidArgumentError(`Kinds are ${kinds}.`);
  };
  root
    .command("list")
    .summary("list models, connectors, integrators, backends and conventions")
    .description("List what there is, a line each.")
    .addArgument(new Argument("[kind]", `only this kind: ${kinds}`).argParser(kindOf))
    .option(...jsonOption)
    .action((kind: ListedKind | undefined, options: { readonly json?: boolean }) =>
      act(async () => (await import("./commands/list.ts")).listCommand({ kind, ...options })),
    );
}
