import { defineError, type ErrorFactory, SpikeLoomError } from "./errors.ts";

/** A plugin as errors name it. */
export interface NamedPlugin {
  readonly kind: string;
  readonly name: string;
}

/** A plugin gave something that it must not give; see specs/plugins.md. */
export const PLUGIN_RETURN: ErrorFactory<{
  plugin: NamedPlugin;
  place: string;
  /** What it is: `the number of connections`. */
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
    // What a thread has thrown may carry the lines of its calls, which are no plugin author's.
    got: (fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault)).replace(
      /\n[\s\S]*/,
      "",
    ),
    next: `Correct the plugin, or choose another ${plugin.kind}.`,
  }));

/** Run code of a plugin; what is no coded error becomes one that names the plugin. */
export function callPlugin<T>(plugin: NamedPlugin, place: string, call: () => T): T {
  try {
    return call();
  } catch (fault) {
    throw faultOfPlugin(plugin, place, fault);
  }
}

/** Wait for code of a plugin; an error without a code becomes one that names it. */
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

/** Refuse what a plugin gave. */
export function wrongReturn(
  plugin: NamedPlugin,
  what: string,
  expected: string,
  value: unknown,
): SpikeLoomError {
  const got = printReturn(value);
  return PLUGIN_RETURN({ plugin, place: placeOf(plugin), what, expected, got });
}

/** Say which plugin it is, as a place. */
export function placeOf({ kind, name }: NamedPlugin): string {
  return `${kind} "${name}"`;
}

/** Name the plugin in what it threw, or what its promise was rejected with. */
export function faultOfPlugin(plugin: NamedPlugin, place: string, fault: unknown): SpikeLoomError {
  return fault instanceof SpikeLoomError ? fault : PLUGIN_FAILED({ plugin, place, fault });
}

/** Print what a plugin gave: `NaN`, `"three"`, `a list`, `undefined`. */
export function printReturn(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? "a list" : "a record";
}
