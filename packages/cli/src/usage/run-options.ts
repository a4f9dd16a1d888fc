import { type Command, InvalidArgumentError, Option } from "commander";
import { addMemoryOptions } from "./memory-options.ts";
import { addPluginOptions } from "./plugin-options.ts";

/** Repeated here so that help need not load the package that defines them; a test compares both. */
export const conventionNames = ["nest", "brian2", "neuron", "nengo", "frameworks"] as const;

/** Add the options of a simulation and of its parallelisation. */
export function addRunOptions(command: Command): Command {
  return addMemoryOptions(addSimulationOptions(command))
    .addOption(formatOption())
    .addOption(formatValueOption());
}

/** Add the options of a simulation. */
export function addSimulationOptions(command: Command): Command {
  return addPluginOptions(command)
    .argument("<file>", "network file in any format, or module")
    .option(
      "--for <duration>",
      "simulated time, such as 1s or '350 ms' (default: the file's duration)",
    )
    .addOption(seedOption())
    .addOption(trialOption())
    .addOption(stepOption())
    .addOption(conventionOption())
    .addOption(
      new Option(
        "--precision <precision>",
        "number format of the state (default: the file's)",
      ).choices(["f64", "f32"]),
    )
    .addOption(backendOption())
    .addOption(backendValueOption())
    .addOption(targetOption())
    .addOption(divergenceOption())
    .addOption(outsideOption());
}

/** Create the option that chooses the step. */
export function stepOption(): Option {
  return new Option("--dt <step>", "time step, such as 0.1ms (default: the file's, else 0.1 ms)");
}

/** Create the option that chooses the rules of a step. */
export function conventionOption(): Option {
  const meaning = "step convention (default: the file's)";
  return new Option("--convention <name>", meaning).choices([...conventionNames]);
}

/** Create the option that sets a part of a network; it may be given for several. */
export function setOption(what: "value" | "values"): Option {
  return new Option(
    `--set <path=${what}>`,
    "set a value in the network by its path, such as populations.E.size; may be repeated",
  ).argParser((text: string, before: readonly string[] = []) => [...before, text]);
}

/** Create the option that lets a command overwrite files that it has not written itself. */
export function overwriteOption(what = "the result of a different run"): Option {
  return new Option("--overwrite", `overwrite ${what}`);
}

/** Create the option that names the format of a file. */
export function formatOption(): Option {
  return new Option("--from <format>", "format of the file (default: detected from its content)");
}

/** Create the option for options of the file's format. */
export function formatValueOption(): Option {
  return new Option(
    "--from-option <name=value>",
    "option of the input format, as listed by spikeloom show FORMAT; may be repeated",
  ).argParser((text, before: readonly string[] = []) => [...before, text]);
}

/** Create the option that lets a network name data files outside of its folder. */
export function outsideOption(
  meaning = "allow the file to refer to files outside its folder",
): Option {
  return new Option("--allow-outside", meaning);
}

/** Create the option that decides what a run does if a value is no longer finite. */
function divergenceOption(): Option {
  const meaning =
    "if a value is no longer finite: stop the run and keep recorded data, or warn and continue";
  return new Option("--on-divergence <way>", meaning).choices(["stop", "warn"]).default("stop");
}

/** Create the option that chooses the backend. */
export function backendOption(): Option {
  return new Option(
    "--backend <name>",
    "simulator: a name from spikeloom list backends (default: clock)",
  );
}

/** Create the option for options of the backend. */
export function backendValueOption(): Option {
  return new Option(
    "--option <name=value>",
    "option of the backend, as listed by spikeloom show BACKEND; may be repeated",
  ).argParser((text, before: readonly string[] = []) => [...before, text]);
}

/** Create the option that chooses the compilation target of a network. */
export function targetOption(): Option {
  return new Option(
    "--target <target>",
    "compile to WebAssembly, or use plain JavaScript (backend clock-js), which gives the same spikes several hundred times slower",
  )
    .conflicts("backend")
    .choices(["wasm", "js"])
    .default("wasm");
}

/** Create the option that chooses the seed, and describes its default. */
export function seedOption(otherwise = 0): Option {
  return new Option(
    "--seed <number>",
    `random seed (default: the file's, else ${otherwise})`,
  ).argParser(seedOf);
}

/** Create the option that chooses the trial. */
function trialOption(): Option {
  return new Option(
    "--trial <number>",
    "repeat the same network with other random numbers during the run (default: the file's, else 0)",
  ).argParser(seedOf);
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
  throw new InvalidArgumentError("A seed or trial must be an integer from 0 to 9007199254740991.");
}
