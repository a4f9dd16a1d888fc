import { isCapability } from "./capabilities.ts";
import {
  CONTRACT_NUMBER,
  DUPLICATE_NAME,
  RECORD_SHAPE,
  UNKNOWN_CAPABILITY,
  UNKNOWN_PLUGIN,
} from "./codes.ts";
import type {
  PluginKind,
  PluginPackage,
  PluginRecord,
  RecordOfKind,
  Stack,
} from "./contracts/stack.ts";
import { type SpikeLoomError, throwAll } from "./errors.ts";
import { nearestName } from "./nearest.ts";
import { checkOptionNames } from "./option-names.ts";
import { checkRecord, isObject, trustShape } from "./validate.ts";

/**
 * Compose plugins, packages of plugins and other stacks into a frozen stack.
 *
 * Contract numbers, shapes, unique names and capabilities are checked first; all errors are thrown together. `from` is the URL of
 * the module that `plugins` were loaded from, so that other threads can load plugins that contain functions; a plugin's own
 * `module` and the URLs known to a nested stack take precedence. Of `tested` plugins only the names are checked: they ship with
 * SpikeLoom and are covered by tests, and checking hundreds of models at each start takes longer than running a small network.
 */
export function createStack(options: {
  readonly plugins: readonly (PluginRecord | PluginPackage | Stack)[];
  readonly tested?: readonly PluginRecord[];
  readonly from?: string | undefined;
}): Stack {
  checkOptionNames(options, { plugins: true, tested: true, from: true }, "createStack");
  if (!Array.isArray(options.plugins)) {
    const got = typeof options.plugins;
    const message = "A stack needs a list of plugins.";
    const next = "Write createStack({ plugins: [...] }).";
    throw RECORD_SHAPE({ place: "plugins", message, expected: "a list", got, next });
  }
  const errors: SpikeLoomError[] = [];
  const records = options.plugins.flatMap((plugin, index) => unpack(plugin, index, errors));
  const modules = modulesOf(options.plugins, options.from);
  const byKind = new Map<PluginKind, Map<string, PluginRecord>>();
  const add = (record: PluginRecord): void => {
    const { kind, name } = record;
    const named = byKind.get(kind) ?? new Map<string, PluginRecord>();
    byKind.set(kind, named);
    if (named.has(name)) errors.push(DUPLICATE_NAME({ kind, name }));
    named.set(name, record);
  };
  for (const record of options.tested ?? []) {
    trustShape(record);
    add(record);
  }
  for (const record of records) {
    const found = checkPlugin(record);
    errors.push(...found);
    if (found.length === 0) add(record);
  }
  throwAll(errors);
  return freeze(byKind, modules);
}

/** Collect the URLs that records were loaded from, by record. */
function modulesOf(
  plugins: readonly (PluginRecord | PluginPackage | Stack)[],
  from: string | undefined,
): ReadonlyMap<PluginRecord, string> {
  const modules = new Map<PluginRecord, string>();
  for (const plugin of plugins.filter(isObject)) {
    const isWhole = plugin.kind === "package" || plugin.kind === "stack";
    const records: unknown = isWhole ? plugin.records : [plugin];
    for (const record of Array.isArray(records) ? (records as PluginRecord[]) : []) {
      // A stack of an older kernel has no URLs.
      const isKnown = plugin.kind === "stack" && isObject(record);
      const module = (isKnown ? plugin.moduleOf?.(record.kind, record.name) : undefined) ?? from;
      if (module !== undefined) modules.set(record, module);
    }
  }
  return modules;
}

function freeze(
  byKind: ReadonlyMap<PluginKind, ReadonlyMap<string, PluginRecord>>,
  modules: ReadonlyMap<PluginRecord, string>,
): Stack {
  const find = <K extends PluginKind>(kind: K, name: string): RecordOfKind[K] | undefined =>
    byKind.get(kind)?.get(name) as RecordOfKind[K] | undefined;
  return Object.freeze({
    kind: "stack",
    contract: 1,
    records: Object.freeze([...byKind.values()].flatMap((named) => [...named.values()])),
    list: <K extends PluginKind>(kind: K): readonly RecordOfKind[K][] =>
      [...(byKind.get(kind)?.values() ?? [])] as unknown as readonly RecordOfKind[K][],
    find,
    get: <K extends PluginKind>(kind: K, name: string, place?: string): RecordOfKind[K] => {
      const record = find(kind, name);
      if (record !== undefined) return record;
      const nearest = nearestName(name, [...(byKind.get(kind)?.keys() ?? [])]);
      throw UNKNOWN_PLUGIN({ kind, name, place, nearest });
    },
    moduleOf(kind: PluginKind, name: string): string | undefined {
      const record = find(kind, name);
      if (record === undefined) return undefined;
      const own = record.kind === "connector" ? record.module : undefined;
      return own ?? modules.get(record);
    },
  });
}

function unpack(
  plugin: PluginRecord | PluginPackage | Stack,
  index: number,
  errors: SpikeLoomError[],
): readonly PluginRecord[] {
  if (!isObject(plugin)) {
    const place = `plugins[${index}]`;
    errors.push(RECORD_SHAPE({ place, message: "A plugin must be a record.", got: typeof plugin }));
    return [];
  }
  if (plugin.kind !== "package" && plugin.kind !== "stack") return [plugin];
  const records: unknown = plugin.records;
  const place = plugin.kind === "stack" ? `plugins[${index}]` : `package "${plugin.name}"`;
  if (plugin.contract !== 1) {
    errors.push(CONTRACT_NUMBER({ place, got: (plugin as { contract: unknown }).contract }));
    return [];
  }
  if (Array.isArray(records) && records.every(isObject)) return plugin.records;
  errors.push(RECORD_SHAPE({ place, message: '"records" must be a list of plugin records.' }));
  return [];
}

function checkPlugin(record: PluginRecord): readonly SpikeLoomError[] {
  const place = `${String(record.kind)} "${String(record.name)}"`;
  if (record.contract !== 1) {
    return [CONTRACT_NUMBER({ place, got: (record as { contract?: unknown }).contract })];
  }
  const shape = checkRecord(record, place);
  if (shape.length > 0) return shape;
  const named: unknown[] = [
    ...("requires" in record ? [record.requires ?? []].flat() : []),
    ...("provides" in record ? [record.provides].flat() : []),
  ];
  return named
    .filter((name) => typeof name !== "string" || !isCapability(name))
    .map((name) => UNKNOWN_CAPABILITY({ place, name: String(name) }));
}
