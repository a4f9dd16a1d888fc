import { resolve } from "node:path";
import { createStack, type Stack } from "@spikeloom/kernel";
import { MODULE_LOAD, STACK_TWICE } from "../errors.ts";
import { reasonOf } from "../load/module-fault.ts";
import { asCoded, inFile } from "../print/coded.ts";
import { commandStack } from "./command-stack.ts";
import { loadConfig, loadPlugin, type PluginSource, type StackPart } from "./load-plugin.ts";

/** Additional parts of a stack. */
export interface StackSources {
  readonly config?: string | undefined;
  /** Packages and files. */
  readonly plugins: readonly string[];
  /** The first folder in which packages are searched for; the working directory is next. */
  readonly folder: string;
}

/**
 * Load plugins and add them to the default stack, or to the only stack among them.
 *
 * Errors of a plugin are reported with its file or package.
 */
export async function loadStack({ config, plugins, folder }: StackSources): Promise<Stack> {
  const configured = config === undefined ? [] : await loadConfig(config);
  const folders = [...new Set([resolve(folder), process.cwd()])];
  const named: PluginSource[] = [];
  for (const name of plugins) named.push(await loadPlugin(name, { base: ".", folders }));
  return stackOf([...configured, ...named]);
}

function stackOf(sources: readonly PluginSource[]): Stack {
  const [own, second] = sources.flatMap(({ plugins, ...source }) =>
    plugins.filter(isStack).map((stack) => ({ stack, ...source })),
  );
  if (own !== undefined && second !== undefined) {
    throw STACK_TWICE({ place: second.place, first: own.place });
  }
  // One of another copy of the kernel, which may be older, is taken apart.
  const base = own === undefined ? commandStack : stackFrom([own.stack], own);
  return sources.reduce((stack, { plugins, ...source }) => {
    const more = plugins.filter((plugin) => !isStack(plugin));
    return stackFrom([stack, stackFrom(more, source)], { place: source.place });
  }, base);
}

/** Create a stack; threads load its plugins from their modules. */
function stackFrom(
  plugins: readonly StackPart[],
  { place, module }: { readonly place: string; readonly module?: string | undefined },
): Stack {
  try {
    return createStack({ plugins, from: module });
  } catch (fault) {
    const coded = asCoded(fault);
    // Records may have getters, which are code of the plugin.
    throw coded === undefined
      ? MODULE_LOAD({ place, reason: reasonOf(fault) })
      : inFile(coded, place);
  }
}

function isStack(plugin: StackPart): plugin is Stack {
  return plugin.kind === "stack";
}
