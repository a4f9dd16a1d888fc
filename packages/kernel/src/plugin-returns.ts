import { defineError, type ErrorFactory, SpikeLoomError } from "./errors.ts";

/** A plugin as named in error messages. */
export interface NamedPlugin {
  readonly kind: string;
  readonly name: string;
}

/** A plugin returned an invalid value; see specs/plugins.md. */
export const PLUGIN_RETURN: ErrorFactory<{
  plugin: NamedPlugin;
  place: string;
  /** The invalid value: `the number of connections`. */
  what: string;
  expected: string;
  got: string;
}> = defineError("SL_PLUGIN_RETURN", ({ plugin, place, what, expected, got }) => ({
  message: `The ${plugin.kind} "${plugin.name}" returned ${what} that cannot be used.`,
  place,
  expected,
  got,
  next: `Correct the plugin, or choose another ${plugin.kind}.`,
}));

/** A plugin failed in its own code. */
export const PLUGIN_FAILED: ErrorFactory<{ plugin: NamedPlugin; place: string; fault: unknown }> =
  defineError("SL_PLUGIN_FAILED", ({ plugin, place, fault }) => ({
    message: `The ${plugin.kind} "${plugin.name}" failed.`,
    place,
    expected: "a result",
    // An error from another thread may contain stack frames that are irrelevant to a plugin's author.
    got: (fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault)).replace(
      /\n[\s\S]*/,
      "",
    ),
    next: `Correct the plugin${thrownAt(fault)}, or choose another ${plugin.kind}.`,
  }));

/** Format the file, line and column that threw an error, if its stack says so. */
function thrownAt(fault: unknown): string {
  if (!(fault instanceof Error)) return "";
  // Frames of Node itself are of no use to a plugin's author.
  const frame = /^\s+at (?:.*\()?(?!node:)([^\s()]+:\d+:\d+)\)?$/m;
  const [, place] = frame.exec(fault.stack ?? "") ?? [];
  return place === undefined ? "" : ` (thrown at ${place})`;
}

/** Call a plugin's code; wrap errors without a code in one that names the plugin. */
export function callPlugin<T>(plugin: NamedPlugin, place: string, call: () => T): T {
  try {
    return call();
  } catch (fault) {
    throw faultOfPlugin(plugin, place, fault);
  }
}

/** Await a plugin's code; an error without a code is wrapped in one that names it. */
export async function awaitPlugin<T>(
  plugin: NamedPlugin,
  call: () => Promise<T>,
  place: string = placeOf(plugin),
): Promise<T> {
  try {
    return await call();
  } catch (fault) {
    throw faultOfPlugin(plugin, place, fault);
  }
}

/** Create the error for an invalid value returned by a plugin. */
export function wrongReturn(
  plugin: NamedPlugin,
  what: string,
  expected: string,
  value: unknown,
): SpikeLoomError {
  const got = printReturn(value);
  return PLUGIN_RETURN({ plugin, place: placeOf(plugin), what, expected, got });
}

/** Format a plugin's name as a place. */
export function placeOf({ kind, name }: NamedPlugin): string {
  return `${kind} "${name}"`;
}

/** Wrap what a plugin threw, or rejected with, in an error that names the plugin. */
export function faultOfPlugin(plugin: NamedPlugin, place: string, fault: unknown): SpikeLoomError {
  return fault instanceof SpikeLoomError ? fault : PLUGIN_FAILED({ plugin, place, fault });
}

/** Print a value returned by a plugin: `NaN`, `"three"`, `a list`, `undefined`. */
export function printReturn(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? "a list" : "a record";
}
