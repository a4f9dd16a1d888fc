/** Returns unique names. */
export type Namer = (wanted: string) => string;

/** Create a model name from a NeuroML id: `iafTau_1` becomes `iaf-tau-1`. */
export function modelName(id: string): string {
  const words = id
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const name = words.join("-") || "component";
  return /^[a-z]/.test(name) ? name : `c-${name}`;
}

/** Create a variable suffix from an id: letters and digits only, so that combined names stay unambiguous. */
export function suffixOf(id: string): string {
  const suffix = id.replace(/[^A-Za-z0-9]/g, "").slice(0, 32) || "s";
  return suffix === "pre" || suffix === "post" ? `${suffix}s` : suffix;
}

/** Append a number if a name is taken: `ampa`, `ampa-2`, `ampa-3`. */
export function namer(joint = "-"): Namer {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return (wanted) => {
    let name = wanted;
    let k = counts.get(wanted) ?? 2;
    for (; taken.has(name); k++) name = `${wanted}${joint}${k}`;
    counts.set(wanted, k);
    taken.add(name);
    return name;
  };
}
