import { USAGE } from "../errors.ts";

/** Parse `PATH=VALUES`, each path once. */
export function readSet(texts: readonly string[]): Readonly<Record<string, string>> {
  const set = new Map<string, string>();
  for (const text of texts) {
    const [, path, values] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (path === undefined || values === undefined) {
      throw USAGE({ message: `--set takes PATH=VALUES, got ${JSON.stringify(text)}.` });
    }
    if (set.has(path)) throw USAGE({ message: `--set ${path} is given twice.` });
    set.set(path, values);
  }
  return Object.fromEntries(set);
}
