import { dirname } from "node:path";
import type { Stack } from "@spikeloom/kernel";
import { defaultStack } from "../default-stack.ts";
import { findConfig } from "./find-config.ts";

/** What a command line says about plugins. */
export interface StackChoice {
  /** File of the configuration; false for none; where it is not given one is looked for. */
  readonly config?: string | false | undefined;
  /** Packages and files, added after those of the configuration. */
  readonly plugin?: readonly string[] | undefined;
}

/**
 * Make the stack that a command works with: the default one, and what is configured beside a file.
 *
 * Without a file the working folder is where the configuration is looked for.
 */
export async function chooseStack(
  file: string | undefined,
  { config, plugin = [] }: StackChoice = {},
): Promise<Stack> {
  const folder = file === undefined ? "." : dirname(file);
  const found = config === false ? undefined : (config ?? findConfig(folder));
  if (found === undefined && plugin.length === 0) return defaultStack;
  // Most runs name no plugin and wait for no reader of them.
  const { loadStack } = await import("./load-stack.ts");
  return await loadStack({ config: found, plugins: plugin, folder });
}
