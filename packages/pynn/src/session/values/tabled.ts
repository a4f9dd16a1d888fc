import { SESSION_NAME } from "../../errors.ts";

/** Find an entry of a table by its name. */
export function tabled<T>(
  table: Readonly<Record<string, T>>,
  name: string,
  { what, place }: { readonly what: string; readonly place: string },
): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found !== undefined) return found;
  throw SESSION_NAME({ place, what, name, known: Object.keys(table) });
}
