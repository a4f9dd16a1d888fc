import { type Command, InvalidArgumentError, Option } from "commander";
import { addMemoryOptions } from "./memory-options.ts";
import { addPluginOptions } from "./plugin-options.ts";

/** Listed here, as help must not wait for the package that holds the rules; a test compares. */
export const conventionNames = ["nest", "brian2", "neuron", "nengo", "frameworks"] as const;

/** Add the options that decide what is simulated, and on what. */
export function addRunOptions(command: Command): Command {
  return addMemoryOptions(addSimulationOptions(command))
    .addOption(formatOption())
    .addOption(formatValueOption());
}

/** Add those of them that have to do with what is simulated. */
export function addSimulationOptions(command: Command): Command {
  return addPluginOptions(command)
    .argument("<file>", "network file of any format, or module")
    .option("--for <duration>", "how long, such as 1s or '350 ms' (default: the file's duration)")
    .addOption(seedOption())
    .addOption(trialOption())
    .addOption(stepOption())
    .addOption(conventionOption())
    .addOption(
      new Option("--precision <precision>", "of the state, instead of the file's").choices([
        "f64",
        "f32",
      ]),
    )
    .addOption(backendOption())
    .addOption(backendValueOption())
    .addOption(targetOption())
    .addOption(divergenceOption())
    .addOption(outsideOption());
}

/** Make the option that chooses the step. */
export function stepOption(): Option {
  return new Option(
    "--dt <step>",
    "duration of a step, such as 0.1ms (default: the file's, else 0.1 ms)",
  );
}

/** Make the option that chooses the rules of a step. */
export function conventionOption(): Option {
  const meaning = "rules of a step, instead of the file's";
  return new Option("--convention <name>", meaning).choices([...conventionNames]);
}

/** Make the option that sets a part of a network; it may be given for several. */
export function setOption(what: "value" | "values"): Option {
  return new Option(
    `--set <path=${what}>`,
    "set a part of the network, as errors name it; once for each",
  ).argParser((text: string, before: readonly string[] = []) => [...before, text]);
}

/** Make the option that lets a run write over what is not its own earlier result. */
export function overwriteOption(): Option {
  return new Option("--overwrite", "write over the result of another run of this name");
}

/** Make the option that says which format a file is of. */
export function formatOption(): Option {
  return new Option("--from <format>", "format of the file (default: what its content shows)");
}

/** Make the option that gives the format of a file what it lets one choose. */
export function formatValueOption(): Option {
  return new Option(
    "--from-option <name=value>",
    "an option of that format, as spikeloom show FORMAT has them; once for each",
  ).argParser((text, before: readonly string[] = []) => [...before, text]);
}

/** Make the option that lets a network name data files outside of its folder. */
export function outsideOption(meaning = "let the file name others outside of its folder"): Option {
  return new Option("--allow-outside", meaning);
}

/** Make the option that says what a run does where a value is no longer finite. */
function divergenceOption(): Option {
  const meaning =
    "where a value is no longer finite: end the run and keep what was recorded, or warn and go on";
  return new Option("--on-divergence <way>", meaning).choices(["stop", "warn"]).default("stop");
}

/** Make the option that chooses the backend. */
export function backendOption(): Option {
  return new Option(
    "--backend <name>",
    "what simulates: a name from spikeloom list backends (default: clock)",
  );
}

/** Make the option that gives a backend what else it lets one choose. */
export function backendValueOption(): Option {
  return new Option(
    "--option <name=value>",
    "an option of the backend, as spikeloom show BACKEND has them; once for each",
  ).argParser((text, before: readonly string[] = []) => [...before, text]);
}

/** Make the option that chooses what a network is compiled to. */
export function targetOption(): Option {
  return new Option(
    "--target <target>",
    "compute in WebAssembly, or in plain JavaScript (backend clock-js), which gives the same spikes several hundred times slower",
  )
    .conflicts("backend")
    .choices(["wasm", "js"])
    .default("wasm");
}

/** Make the option that chooses the seed, with what is taken where nobody says one. */
export function seedOption(otherwise = 0): Option {
  return new Option(
    "--seed <number>",
    `seed of all random numbers (default: the file's, else ${otherwise})`,
  ).argParser(seedOf);
}

/** Make the option that chooses the trial. */
function trialOption(): Option {
  return new Option(
    "--trial <number>",
    "repeat the same network with other chance while it runs (default: the file's, else 0)",
  ).argParser(seedOf);
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
  throw new InvalidArgumentError("A seed or a trial is a whole number from 0 to 9007199254740991.");
}
