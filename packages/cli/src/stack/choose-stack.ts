import { dirname } from "node:path";
import type { Stack } from "@spikeloom/kernel";
import { findConfig } from "./find-config.ts";

/** Options of a command line for plugins. */
export interface StackChoice {
  /** File of the configuration; false for none; by default it is searched for. */
  readonly config?: string | false | undefined;
  /** Packages and files, added after those of the configuration. */
  readonly plugin?: readonly string[] | undefined;
}

/**
 * Create the stack of a command: that of all commands, and the configuration next to a file.
 *
 * Without a file, the configuration is searched for in the working directory. `usual` loads the stack that is used without
 * configuration and plugins.
 */
export async function chooseStack(
  file: string | undefined,
  { config, plugin = [] }: StackChoice = {},
  usual: () => Promise<Stack> = loadCommandStack,
): Promise<Stack> {
  const folder = file === undefined ? "." : dirname(file);
  const found = config === false ? undefined : (config ?? findConfig(folder));
  if (found === undefined && plugin.length === 0) return await usual();
  // Most runs name no plugin and need no reader of them.
  const { loadStack } = await import("./load-stack.ts");
  return await loadStack({ config: found, plugins: plugin, folder });
}

async function loadCommandStack(): Promise<Stack> {
  return (await import("./command-stack.ts")).commandStack;
}
