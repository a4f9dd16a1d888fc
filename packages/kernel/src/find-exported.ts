import type { PluginKind, PluginRecord } from "./contracts/stack.ts";

/** Maximum depth of nested lists, packages, stacks and configurations to search. */
const deepest = 8;

/**
 * Find a plugin record among the exports of a module.
 *
 * Returns undefined if none has that kind and name. Searches each export, including lists, packages, stacks and the `plugins` of
 * a configuration, as the command does when it loads plugins. Threads use it to load a record from the URL that a stack provides.
 */
export function findExported(
  exported: Readonly<Record<string, unknown>>,
  { kind, name }: { readonly kind: PluginKind; readonly name: string },
): PluginRecord | undefined {
  const isWanted = (value: Fields): boolean => value["kind"] === kind && value["name"] === name;
  const search = (value: unknown, depth: number): Fields | undefined => {
    if (depth > deepest || !hasFields(value)) return undefined;
    if (isWanted(value)) return value;
    const inner = Array.isArray(value) ? value : (value["records"] ?? value["plugins"]);
    if (!Array.isArray(inner)) return undefined;
    for (const one of inner) {
      const found = search(one, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const value of Object.values(exported)) {
    const found = search(value, 0);
    if (found !== undefined) return found as unknown as PluginRecord;
  }
  return undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function hasFields(value: unknown): value is Fields {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
