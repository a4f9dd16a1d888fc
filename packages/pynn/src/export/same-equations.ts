/** What says nothing about how a model moves, where all values are known. */
const aside: ReadonlySet<string> = new Set([
  ...["name", "about", "cite", "contract", "integrator", "requires"],
  ...["default", "initial", "min", "max", "exclusive"],
]);

/**
 * Tell whether two models have the same equations and the same names in them.
 *
 * Names, texts, defaults and bounds may differ: a model that a file brings along counts as ours where it is.
 */
export function sameEquations(a: object, b: object): boolean {
  return equationsOf(a) === equationsOf(b);
}

/** Write the equations of a model as text, whatever the order of its fields. */
function equationsOf(model: object): string {
  // A model of the builders is a function that turns into its record here.
  return JSON.stringify(sorted(JSON.parse(JSON.stringify(model))));
}

function sorted(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(sorted);
  if (typeof part !== "object" || part === null) return part;
  const entries = Object.entries(part).filter(([key]) => !aside.has(key));
  return entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [key, sorted(value)] as const);
}
