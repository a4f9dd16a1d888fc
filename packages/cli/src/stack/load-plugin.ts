import { dirname, extname, isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { nearestName, type PluginPackage, type PluginRecord, type Stack } from "@spikeloom/kernel";
import { parseJson } from "@spikeloom/network";
import { CONFIG_SHAPE, MODULE_LOAD, PLUGIN_EXPORT } from "../errors.ts";
import { isModule, moduleAt } from "../load/import-module.ts";
import { reasonOf } from "../load/module-fault.ts";
import { readBytes } from "../load/read-bytes.ts";
import { asCoded } from "../print/coded.ts";
import { findPackage } from "./find-package.ts";

/** Elements of a stack. */
export type StackPart = PluginRecord | PluginPackage | Stack;

/** The plugins of a file or a package, and its name in errors. */
export interface PluginSource {
  readonly place: string;
  readonly plugins: readonly StackPart[];
  /** Address of the module that exports them; undefined for JSON, which contains no functions. */
  readonly module: string | undefined;
}

interface Where {
  /** Folder that file names are relative to. */
  readonly base: string;
  /** Folders in which a package is searched for, in this order. */
  readonly folders: readonly string[];
}

/** Load the plugins of a configuration; names of files in it are relative to its folder. */
export async function loadConfig(file: string): Promise<readonly PluginSource[]> {
  const base = dirname(file);
  const sources: PluginSource[] = [];
  for (const entry of pluginsOf(await exportOf(file), file)) {
    const isName = typeof entry === "string";
    const source = isName
      ? await loadPlugin(entry, { base, folders: [resolve(base)] })
      : { place: file, plugins: partsOf(entry, file), module: moduleOf(file) };
    sources.push(source);
  }
  return sources;
}

/** Load the default export of a file or an installed package. */
export async function loadPlugin(name: string, { base, folders }: Where): Promise<PluginSource> {
  if (!isFile(name)) {
    const module = findPackage(name, folders);
    return { place: name, plugins: partsOf(await defaultOf(module, name), name), module };
  }
  const place = isAbsolute(name) ? name : join(base, name);
  return { place, plugins: partsOf(await exportOf(place), place), module: moduleOf(place) };
}

/** A file has a path, or a readable extension; everything else is the name of a package. */
function isFile(name: string): boolean {
  return /^(\.|\/|\\|[a-z]:)/i.test(name) || isModule(name) || extname(name) === ".json";
}

async function exportOf(file: string): Promise<unknown> {
  const bytes = readBytes(file);
  if (extname(file) === ".json") return parseJson(bytes, file);
  return await defaultOf(addressOf(file), file);
}

function moduleOf(file: string): string | undefined {
  return extname(file) === ".json" ? undefined : addressOf(file);
}

function addressOf(file: string): string {
  return pathToFileURL(resolve(file)).href;
}

async function defaultOf(url: string, place: string): Promise<unknown> {
  const loaded = await moduleAt(url, place);
  if (Object.hasOwn(loaded, "default")) return loaded["default"];
  const names = Object.keys(loaded);
  const got = names.length === 0 ? "a module without exports" : `only ${names.join(", ")}`;
  throw PLUGIN_EXPORT({ place, got, name: names[0] });
}

/** List what a configuration names: its list of plugins, or all of it where it is one plugin or a list. */
function pluginsOf(value: unknown, place: string): readonly unknown[] {
  return readOf(place, () => entriesOf(value, place));
}

function entriesOf(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === "function" || (typeof value === "object" && value && "kind" in value)) {
    return [value];
  }
  if (typeof value !== "object" || value === null) {
    throw CONFIG_SHAPE({
      place,
      message: "A configuration must be a record.",
      got: printed(value),
    });
  }
  const { plugins = [], ...others } = value as { readonly plugins?: unknown };
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, ["plugins"]);
    const message = `"${unknown.slice(0, 60)}" is not a field here.`;
    throw CONFIG_SHAPE({ place, message, got: `"${unknown.slice(0, 60)}"`, nearest });
  }
  if (Array.isArray(plugins)) return plugins;
  throw CONFIG_SHAPE({
    place: `${place}: plugins`,
    message: "Plugins must be a list.",
    got: printed(plugins),
  });
}

/** List a plugin, or a list of plugins nested at any depth. */
function partsOf(value: unknown, place: string): readonly StackPart[] {
  return readOf(place, () => {
    const parts: readonly unknown[] = [value].flat(Number.POSITIVE_INFINITY);
    const wrong = parts.find((part) => !isPart(part));
    if (wrong !== undefined || parts.includes(undefined)) {
      throw PLUGIN_EXPORT({ place, got: printed(wrong) });
    }
    return parts as readonly StackPart[];
  });
}

/** Read the exports of a module; its getters are code of the module, whose errors name it. */
function readOf<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (fault) {
    throw asCoded(fault) ?? MODULE_LOAD({ place, reason: reasonOf(fault) });
  }
}

function isPart(value: unknown): boolean {
  const canHaveFields = typeof value === "function" || typeof value === "object";
  return canHaveFields && typeof (value as { kind?: unknown } | null)?.kind === "string";
}

function printed(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === "object") return `a record without "kind"`;
  if (typeof value === "function") return "a function";
  return JSON.stringify(value).slice(0, 60);
}
