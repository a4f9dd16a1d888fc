import { Argument, type Command, InvalidArgumentError } from "commander";
import type { ListOptions } from "../commands/list.ts";
import { findListedKind, type ListedKind, listedKinds } from "../listed-kinds.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { addPluginOptions } from "./plugin-options.ts";

/** Define the arguments, options and help of `spikeloom list`. */
export function describeList(command: Command, act: Act): void {
  const kinds = Object.keys(listedKinds).join(", ");
  const kindOf = (word: string): ListedKind => {
    const kind = findListedKind(word);
    if (kind !== undefined) return kind;
    throw new InvalidArgumentError(`Kinds are ${kinds}.`);
  };
  command
    .description("List models and other plugins, one per line.")
    .addArgument(new Argument("[kind]", `only this kind: ${kinds}`).argParser(kindOf));
  addPluginOptions(command)
    .option(...jsonOption)
    .action((kind: ListedKind | undefined, options: ListOptions) =>
      act(async () => (await import("../commands/list.ts")).listCommand({ ...options, kind })),
    );
}
