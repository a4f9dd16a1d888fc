import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { type NewKind, newKinds } from "../new-plugin/new-kinds.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";

/** Define the arguments, options and help of `spikeloom new`. */
export function describeNew(command: Command, act: Act): void {
  command
    .description(
      "Create a package for your own plugin: a working example, a test with the conformance suite of its kind, a " +
        "README, a CI workflow and changesets. It needs no clone of SpikeLoom.",
    )
    .addArgument(new Argument("<what>", "type of package").choices(["plugin"]))
    .addArgument(new Argument("<kind>", "kind of plugin").choices([...newKinds]))
    .addArgument(new Argument("<name>", "name of the plugin, in kebab-case").argParser(nameOf))
    .addOption(
      new Option("--about <sentence>", "description in one sentence").argParser(sentenceOf),
    )
    .addOption(
      new Option(
        "--cite <source>",
        "source of its equations: doi:10...., isbn:... or a URL; if the kind needs one, `npm test` fails until you state it",
      ).argParser(sourceOf),
    )
    .option("--out <folder>", "package folder (default: the package name)")
    .option(...jsonOption)
    .action((_: string, kind: NewKind, name: string, options: NewOptions) =>
      act(async () => {
        const about = options.about ?? `The ${kind} ${name}.`;
        return await (await import("../commands/new.ts")).newCommand({
          ...options,
          kind,
          name,
          about,
        });
      }),
    );
}

interface NewOptions {
  readonly about?: string;
  readonly cite?: string;
  readonly out?: string;
  readonly json?: boolean;
}

function nameOf(text: string): string {
  if (/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(text)) return text;
  throw new InvalidArgumentError("A name must be in kebab-case, such as noisy-threshold.");
}

/** Read a sentence as one line, for use in code and YAML. */
function sentenceOf(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  if (line !== "") return line;
  throw new InvalidArgumentError("Expected a sentence, such as: Leaky neuron with noise.");
}

function sourceOf(text: string): string {
  if (/^(doi:10\.|isbn:\d|https:\/\/)[^\s"\\]*$/.test(text)) return text;
  throw new InvalidArgumentError("A source must start with doi:10., isbn: or https://.");
}
