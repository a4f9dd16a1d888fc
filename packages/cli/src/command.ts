import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { exitCodes } from "./exit-codes.ts";
import { exitProcess } from "./load/process-exit.ts";
import type { Act } from "./usage/act.ts";

const examples = `
Examples:
  spikeloom run network.json          run; write results/network.h5 and pictures
  spikeloom run network.ts --for 10s --seed 7
  spikeloom run network.json --checkpoint 10s
  spikeloom run network.json --continue
  spikeloom run network.json --plugin ./mine.ts
  spikeloom sweep network.json --set 'stimuli[0].rate=linspace(1kHz,9kHz,5)'
  spikeloom train digits.json         train a classifier; write the network
  spikeloom weights results/network.h5 --network trained.json
  spikeloom inspect results/network.h5
  spikeloom profile network.json      where a run spends its time
  spikeloom fit network.json          cores, time and energy on chips
  spikeloom convert network.json --to pynn
  spikeloom check network.json        print all errors of a file
  spikeloom show lif-curr-exp         a model as readable equations
  spikeloom show network.json         populations, projections, memory
  spikeloom show network.json --tier packed --memory 24GiB
  spikeloom show network.json MODEL   a model defined in the file
  spikeloom show nest                 a step convention
  spikeloom list neurons
  spikeloom data show recording.raw   describe and plot a data file
  spikeloom new plugin neuron my-neuron

Exit codes: 0 success, 1 bad input, 2 wrong usage, 3 diverged run,
70 internal error of SpikeLoom, 129 terminal closed, 130 interrupted,
143 terminated.`;

/** Run the command with these arguments; returns the exit code and never throws. */
export async function main(args: readonly string[]): Promise<number> {
  // A reader that closes the pipe early, as in "spikeloom list | head -1", is not an error.
  process.stdout.on("error", (fault: NodeJS.ErrnoException) => {
    exitProcess(fault.code === "EPIPE" ? exitCodes.fine : exitCodes.unexpected);
  });
  const json = args.includes("--json");
  const { guarded, reportFault } = await import("./print/report-fault.ts");
  let code: number = exitCodes.fine;
  const complaints: string[] = [];
  const act = async (action: () => Promise<number>): Promise<void> => {
    code = await guarded(json, action);
  };
  try {
    await (await program(act, args, complaints)).parseAsync([...args], { from: "user" });
    return code;
  } catch (fault) {
    if (!(fault instanceof CommanderError)) return reportFault(fault, json);
    if (!json && complaints.length > 0) {
      const { withNearest } = await import("./print/with-nearest.ts");
      const [command = ""] = args.filter((word) => Object.hasOwn(commands, word));
      process.stderr.write(withNearest(complaints.join(""), command));
    }
    if (fault.exitCode === 0) return exitCodes.fine;
    if (json) {
      const { USAGE } = await import("./errors.ts");
      reportFault(USAGE({ message: fault.message.replace(/^error: /, "") }), json);
    }
    return exitCodes.usage;
  }
}

interface CommandUsage {
  readonly summary: string;
  /** Load the help and options of this command only when it is used. */
  describe(): Promise<(command: Command, act: Act) => void>;
}

/** Summary of each command, and the module with its help. */
const commands: Readonly<Record<string, CommandUsage>> = {
  run: {
    summary: "run a network; write results and plots, print a table",
    describe: async () => (await import("./usage/run.ts")).describeRun,
  },
  sweep: {
    summary: "run a network over parameter values and seeds",
    describe: async () => (await import("./usage/sweep.ts")).describeSweep,
  },
  train: {
    summary: "train a network; write it, its scores and plots",
    describe: async () => (await import("./usage/train.ts")).describeTrain,
  },
  compare: {
    summary: "compare two trained networks, or two results",
    describe: async () => (await import("./usage/compare.ts")).describeCompare,
  },
  profile: {
    summary: "run a network; print and plot where the time goes",
    describe: async () => (await import("./usage/profile.ts")).describeProfile,
  },
  fit: {
    summary: "map a network onto neuromorphic chips; compare cores, time and energy",
    describe: async () => (await import("./usage/fit.ts")).describeFit,
  },
  weights: {
    summary: "print recorded weights; write them as CSV or as a network",
    describe: async () => (await import("./usage/weights.ts")).describeWeights,
  },
  encode: {
    summary: "show the spikes of an encoder for a sample",
    describe: async () => (await import("./usage/encode.ts")).describeEncode,
  },
  data: {
    summary: "inspect data files; list and download data sets",
    describe: async () => (await import("./usage/data.ts")).describeData,
  },
  inspect: {
    summary: "list the contents of a file, and name its format",
    describe: async () => (await import("./usage/inspect.ts")).describeInspect,
  },
  convert: {
    summary: "convert a network or a result to another format; print losses",
    describe: async () => (await import("./usage/convert.ts")).describeConvert,
  },
  formats: {
    summary: "list file formats",
    describe: async () => (await import("./usage/formats.ts")).describeFormats,
  },
  check: {
    summary: "check a network, model or training file; print all errors",
    describe: async () => (await import("./usage/check.ts")).describeCheck,
  },
  show: {
    summary: "show a model's equations, or a summary of a network",
    describe: async () => (await import("./usage/show.ts")).describeShow,
  },
  list: {
    summary: "list models, connectors, integrators, backends, formats and conventions",
    describe: async () => (await import("./usage/list.ts")).describeList,
  },
  new: {
    summary: "create a package for your own plugin",
    describe: async () => (await import("./usage/new.ts")).describeNew,
  },
  link: {
    summary: "serve a program in another language over standard input and output",
    describe: async () => (await import("./usage/link.ts")).describeLink,
  },
};

/** Define the command line, in full for the command that the arguments name. */
async function program(act: Act, args: readonly string[], complaints: string[]): Promise<Command> {
  const root = new Command("spikeloom")
    .description("Simulate spiking neural networks.")
    .version(versionOf(), "-v, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    // Terms with all their arguments would leave no room for the summaries.
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText("after", examples)
    .showHelpAfterError("(see spikeloom --help)")
    .exitOverride()
    .configureOutput({ writeErr: (text) => void complaints.push(text) });
  for (const [name, { summary, describe }] of Object.entries(commands)) {
    const command = root.command(name).summary(summary);
    if (args.includes(name)) (await describe())(command, act);
  }
  return root;
}

function versionOf(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
