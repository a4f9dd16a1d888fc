import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { type NewKind, newKinds } from "../new-plugin/new-kinds.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";

/** Say what `spikeloom new` is given, and what it does. */
export function describeNew(command: Command, act: Act): void {
  command
    .description(
      "Make a package with a plugin of one's own: a source that works, a test with the claims of its kind, a README, a CI " +
        "workflow and changesets. It needs no clone of SpikeLoom, runs as it is, and is to be filled with what is new.",
    )
    .addArgument(new Argument("<what>", "what to make").choices(["plugin"]))
    .addArgument(new Argument("<kind>", "kind of the plugin").choices([...newKinds]))
    .addArgument(new Argument("<name>", "name of the plugin, in kebab-case").argParser(nameOf))
    .addOption(
      new Option("--about <sentence>", "what it is, in one sentence").argParser(sentenceOf),
    )
    .addOption(
      new Option(
        "--cite <source>",
        "where its equations come from: doi:10...., isbn:... or a URL",
      ).argParser(sourceOf),
    )
    .option("--out <folder>", "folder of the package (default: its name)")
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
  throw new InvalidArgumentError("A name is in kebab-case, such as noisy-threshold.");
}

/** Take a sentence as one line, as it stands in lines of code and of YAML. */
function sentenceOf(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  if (line !== "") return line;
  throw new InvalidArgumentError("It is a sentence, such as: Leaky neuron with noise.");
}

function sourceOf(text: string): string {
  if (/^(doi:10\.|isbn:\d|https:\/\/)[^\s"\\]*$/.test(text)) return text;
  throw new InvalidArgumentError("A source begins with doi:10., isbn: or https://.");
}
