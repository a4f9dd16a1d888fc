/** Population names for node names. */
export interface Naming {
  of(node: string): string;
  /** Nodes whose names are not valid for populations. */
  readonly changed: readonly string[];
}

const allowed = /^[A-Za-z][A-Za-z0-9_ .+-]{0,63}$/;

/** Choose a population name for each node: its own if possible. */
export function populationNames(nodes: Iterable<string>): Naming {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const changed: string[] = [];
  for (const node of nodes) {
    if (!allowed.test(node)) continue;
    names.set(node, node);
    taken.add(node);
  }
  for (const node of nodes) {
    if (names.has(node)) continue;
    const base = `node ${node.replace(/[^A-Za-z0-9_ .+-]/g, "_")}`.slice(0, 56);
    let name = base;
    for (let k = 2; taken.has(name); k++) name = `${base} ${k}`;
    names.set(node, name);
    taken.add(name);
    changed.push(node);
  }
  return { of: (node) => names.get(node) ?? node, changed };
}
