/** Gives names that are taken once each. */
export type Namer = (wanted: string) => string;

/** Make a name of a model here from an id of NeuroML: `iafTau_1` becomes `iaf-tau-1`. */
export function modelName(id: string): string {
  const words = id
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const name = words.join("-") || "component";
  return /^[a-z]/.test(name) ? name : `c-${name}`;
}

/** Make a suffix of variables from an id: letters and digits alone, so that no two names run together. */
export function suffixOf(id: string): string {
  const suffix = id.replace(/[^A-Za-z0-9]/g, "").slice(0, 32) || "s";
  return suffix === "pre" || suffix === "post" ? `${suffix}s` : suffix;
}

/** Count on where a name is taken already: `ampa`, `ampa-2`, `ampa-3`. */
export function namer(joint = "-"): Namer {
  const taken = new Set<string>();
  return (wanted) => {
    let name = wanted;
    for (let k = 2; taken.has(name); k++) name = `${wanted}${joint}${k}`;
    taken.add(name);
    return name;
  };
}
