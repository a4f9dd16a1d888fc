/** What slots of a prefix are called. */
const prefixes: Readonly<Record<string, (own: string) => string>> = {
  receptor: (own) => `arrived_${own}`,
  coefficient: (own) => `c_${own}`,
  carried: (own) => own,
  kept: (own) => own,
  observed: (own) => own,
};

/** Give a name of a program as a reader of equations writes it. */
export function readableName(text: string): string {
  const [prefix = "", ...rest] = text.split(":");
  const own = rest.join("_");
  const found = rest.length === 0 ? text : (prefixes[prefix]?.(own) ?? `${prefix}_${own}`);
  return found.replaceAll(/\W/gu, "_");
}

/** The variable, or the meaning, of a name that a lowering has numbered: `v` of `v.3`. */
export function hintOf(text: string): string {
  const dot = text.lastIndexOf(".");
  return dot < 0 ? text : text.slice(0, dot);
}

/** Gives names that nothing else has. */
export interface FreshNames {
  of(base: string): string;
}

/** Start giving names, beside those that are taken. */
export function freshNames(taken: Iterable<string>): FreshNames {
  const known = new Set(taken);
  return {
    of(base) {
      let found = base;
      for (let count = 1; known.has(found); count++) found = `${base}_${count}`;
      known.add(found);
      return found;
    },
  };
}
