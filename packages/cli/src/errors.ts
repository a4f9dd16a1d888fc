import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A file that does not exist or cannot be read. */
export const FILE_READ: ErrorFactory<{ file: string; reason: string }> = defineError(
  "SL_FILE_READ",
  ({ file, reason }) => ({
    message: `The file cannot be read: ${reason}.`,
    place: file,
    expected: "a readable file",
    got: reason,
    next: "Check the path.",
  }),
);

/** A file or folder that cannot be written. */
export const FILE_WRITE: ErrorFactory<{ file: string; reason: string }> = defineError(
  "SL_FILE_WRITE",
  ({ file, reason }) => ({
    message: `The output cannot be written: ${reason}.`,
    place: file,
    next: "Choose another path with --out or --plots.",
  }),
);

/** A checkpoint that does not exist or cannot be read. */
export const CHECKPOINT_READ: ErrorFactory<{ file: string; reason: string }> = defineError(
  "SL_CHECKPOINT_READ",
  ({ file, reason }) => ({
    message: `There is no checkpoint to continue from: ${reason}.`,
    place: file,
    next: "Run with --checkpoint first, with the same --out.",
  }),
);

/** A projection without weights in a result. */
export const NO_PROJECTION_WEIGHTS: ErrorFactory<{
  file: string;
  name: string;
  known: readonly string[];
  nearest?: string | undefined;
}> = defineError("SL_NO_PROJECTION_WEIGHTS", ({ file, name, known, nearest }) => ({
  message: `The result contains no weights of "${name}".`,
  place: file,
  expected: `one of ${known.join(", ")}`,
  next:
    nearest === undefined
      ? "Name a projection with recorded weights."
      : `Did you mean "${nearest}"?`,
}));

/** Given rates that do not belong to the network. */
export const FIT_RATES: ErrorFactory<{ place: string; expected: string; got: string }> =
  defineError("SL_FIT_RATES", ({ place, expected, got }) => ({
    message: "The rate does not belong to a population of the network.",
    place,
    expected,
    got,
    next: "Give spikes/s per neuron by the name of a population.",
  }));

/** A module that throws while it is loaded or creates its network. */
export const MODULE_LOAD: ErrorFactory<{ place: string; reason: string }> = defineError(
  "SL_MODULE_LOAD",
  ({ place, reason }) => ({
    message: `The module failed: ${reason.replace(/\.$/, "")}.`,
    place,
    next: "Run it with node to see the whole error.",
  }),
);

/** A folder with several configurations. */
export const CONFIG_TWICE: ErrorFactory<{ folder: string; names: readonly string[] }> = defineError(
  "SL_CONFIG_TWICE",
  ({ folder, names }) => ({
    message: "The folder contains several configurations.",
    place: folder,
    expected: "one file spikeloom.config",
    got: names.join(", "),
    next: "Remove all but one, or name one with --config.",
  }),
);

/** An invalid configuration. */
export const CONFIG_SHAPE: ErrorFactory<{
  place: string;
  message: string;
  got: string;
  nearest?: string | undefined;
}> = defineError("SL_CONFIG_SHAPE", ({ place, message, got, nearest }) => ({
  message,
  place,
  expected: "a record with a list of plugins, a plugin, a list, or a stack",
  got,
  next:
    nearest === undefined
      ? 'Write { "plugins": ["NAME", "./FILE"] }.'
      : `Did you mean "${nearest}"?`,
}));

/** A module or a file of plugins that exports none. */
export const PLUGIN_EXPORT: ErrorFactory<{
  place: string;
  got: string;
  /** A likely intended export. */
  name?: string | undefined;
}> = defineError("SL_PLUGIN_EXPORT", ({ place, got, name = "plugin" }) => ({
  message: "This does not export a plugin.",
  place,
  expected: "as default export a plugin, a package of plugins, a list of these, or a stack",
  got,
  next: `Write \`export default ${name}\`.`,
}));

/** A package of plugins that is not installed where it is searched for. */
export const PLUGIN_MISSING: ErrorFactory<{
  name: string;
  folders: readonly string[];
  nearest?: string | undefined;
}> = defineError("SL_PLUGIN_MISSING", ({ name, folders, nearest }) => ({
  message: `The package "${name}" is not installed.`,
  place: name,
  expected: `a package in node_modules of ${folders.join(" or ")}, or of a parent folder`,
  got: "none of that name",
  next:
    nearest === undefined
      ? `Install it with \`npm install ${name}\`; the path of a file starts with ./ or /.`
      : `Did you mean "${nearest}"?`,
}));

/** Two stacks that would both replace the default one. */
export const STACK_TWICE: ErrorFactory<{ place: string; first: string }> = defineError(
  "SL_STACK_TWICE",
  ({ place, first }) => ({
    message: `Only one stack can replace the default stack, and that of ${first} already does.`,
    place,
    expected: "one stack, and further plugins",
    got: "a second stack",
    next: "Export its plugins instead: export default [mine].",
  }),
);

/** A folder for a new package that is not empty. */
export const NEW_TAKEN: ErrorFactory<{ folder: string }> = defineError(
  "SL_NEW_TAKEN",
  ({ folder }) => ({
    message: "The folder of a new package must be new, or empty.",
    place: folder,
    next: "Choose another one with --out.",
  }),
);

/** A module without a network. */
export const MODULE_NETWORK: ErrorFactory<{ file: string; got: string }> = defineError(
  "SL_MODULE_NETWORK",
  ({ file, got }) => ({
    message: "The module does not export a network.",
    place: file,
    expected: 'an export "network": a network, or a function that returns one',
    got,
    next: "Write `export const network = network({ ... })` with the builder from spikeloom.",
  }),
);

/** A module's own parameter with the name of an option. */
export const MODULE_PARAMETER: ErrorFactory<{ place: string; got: string }> = defineError(
  "SL_MODULE_PARAMETER",
  ({ place, got }) => ({
    message: "A parameter of the module has a reserved name.",
    place,
    expected: "any name but seed, for and dt",
    got,
    next: "Rename it; --seed, --for and --dt supply the function with seed, for and dt.",
  }),
);

/** Neither a file nor a record of the stack. */
export const NOTHING_TO_SHOW: ErrorFactory<{ name: string; next: string }> = defineError(
  "SL_NOTHING_TO_SHOW",
  ({ name, next }) => ({
    message: `"${name}" is neither a file nor a name in the stack.`,
    place: name,
    next,
  }),
);

/** A folder or a pattern without anything to check. */
export const NOTHING_TO_CHECK: ErrorFactory<{ path: string }> = defineError(
  "SL_NOTHING_TO_CHECK",
  ({ path }) => ({
    message: "There is nothing to check here.",
    place: path,
    expected: "networks or models in JSON",
    got: "no such file in this folder, or of this pattern",
    next: "Name a file, or a folder or pattern of such files.",
  }),
);

/** A valid file that contains no network. */
export const NOT_A_NETWORK: ErrorFactory<{ file: string; holds: string; next: string }> =
  defineError("SL_NOT_A_NETWORK", ({ file, holds, next }) => ({
    message: `The file contains ${holds}.`,
    place: file,
    expected: 'a network, "format": "spikeloom-network"',
    got: holds,
    next,
  }));

/** Something in a file that could not be read, or is read as something else. */
export const READ_LOSS: ErrorFactory<{ place: string; message: string }> = defineError(
  "SL_READ_LOSS",
  ({ place, message }) => ({
    message,
    place,
    next: "spikeloom convert FILE --to spikeloom-network --losses - lists all of them.",
  }),
);

/** A network of another format whose inputs receive nothing. */
export const INPUT_SILENT: ErrorFactory<{ file: string; sources: readonly string[] }> = defineError(
  "SL_INPUT_SILENT",
  ({ file, sources }) => ({
    message: "The network receives no input, so it may stay silent.",
    place: file,
    expected: `spikes of ${sources.join(", ")}`,
    got: "none",
    next: "Supply the input of a NIR graph with --from-option data=FILE.npy, an array with one row per step.",
  }),
);

/** A conversion with losses, if these are not allowed. */
export const CONVERT_LOSES: ErrorFactory<{
  file: string;
  to: string;
  losses: readonly { readonly place: string; readonly message: string }[];
}> = defineError("SL_CONVERT_LOSES", ({ file, to, losses }) => ({
  message: `Conversion to ${to} would lose something, which --strict refuses; nothing is written.`,
  place: file,
  expected: "nothing lost",
  got: lossesText(losses),
  next: "Remove --strict, or change the listed parts.",
}));

function lossesText(losses: readonly { readonly place: string; readonly message: string }[]) {
  const few = losses.slice(0, 5).map(({ place, message }) => `${place}: ${message}`);
  const more = losses.length > few.length ? [`and ${losses.length - few.length} more`] : [];
  return [...few, ...more].join(" ");
}

/** A single file name for an output of several files. */
export const CONVERT_FILES: ErrorFactory<{ out: string; to: string }> = defineError(
  "SL_CONVERT_FILES",
  ({ out, to }) => ({
    message: `${to} consists of several files, but --out names one file.`,
    place: "--out",
    expected: "a folder",
    got: out,
    next: `Name a folder for them, such as ${out.replace(/\.[^./\\]*$/, "")}.`,
  }),
);

/** Layers cannot become a spiking network with these samples. */
export const CONVERT_SAMPLES: ErrorFactory<{
  place: string;
  message: string;
  expected: string;
  got: string;
  next: string;
}> = defineError("SL_CONVERT_SAMPLES", (text) => text);

/** A step for an input that accepts none. */
export const NO_STEPS: ErrorFactory<{ place: string; file: string; holds: string }> = defineError(
  "SL_NO_STEPS",
  ({ place, file, holds }) => ({
    message: "Only networks have a step and a convention.",
    place,
    expected: "a file with a network",
    got: `${file}, which holds ${holds === "layers" ? holds : `a ${holds}`}`,
    next: "Remove it.",
  }),
);

/** A model that a network file does not contain. */
export const NO_OWN_MODEL: ErrorFactory<{
  file: string;
  name: string;
  known: readonly string[];
}> = defineError("SL_NO_OWN_MODEL", ({ file, name, known }) => ({
  message: `The file defines no model "${name}".`,
  place: file,
  expected: known.length === 0 ? undefined : `one of ${known.join(", ")}`,
  next: `Show a model of the stack without a file: spikeloom show ${name}`,
}));

/** The program of something that has none on its own. */
export const NO_PROGRAM: ErrorFactory<{ name: string; option: string }> = defineError(
  "SL_NO_PROGRAM",
  ({ name, option }) => ({
    message: `"${name}" is not a network, so it has no program.`,
    place: `--${option}`,
    expected: "a network file or module",
    got: name,
    next: `Remove --${option} to see its equations, or name a network that uses it.`,
  }),
);

/** An invalid command line; printed as usage, with a code in JSON only. */
export const USAGE: ErrorFactory<{ message: string }> = defineError("SL_USAGE", ({ message }) => ({
  message,
  place: "command line",
  next: "See spikeloom --help.",
}));

/** A LEMS file would write outside of the working directory. */
export const LEMS_FOLDER: ErrorFactory<{ file: string; name: string }> = defineError(
  "SL_LEMS_FOLDER",
  ({ file, name }) => ({
    message: `The simulation would write "${name}", outside the working directory.`,
    place: file,
    expected: "a path below the working directory",
    got: name,
    next: "Change fileName in the file, or run the command in a folder that contains this path.",
  }),
);

/** A SONATA configuration would write outside of its folder. */
export const SONATA_FOLDER: ErrorFactory<{ file: string; name: string }> = defineError(
  "SL_SONATA_FOLDER",
  ({ file, name }) => ({
    message: `The simulation would write "${name}", outside the folder of its configuration.`,
    place: file,
    expected: "a path in the folder of the configuration, or below",
    got: name,
    next: "Change output_dir, spikes_file or file_name in the configuration.",
  }),
);
