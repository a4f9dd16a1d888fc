/** Time at which each population of a graph takes its steps. */
export interface Stages {
  /** Lag of a population behind the inputs, in steps. */
  at(name: string): number;
  /** Whether two populations are in the same cycle, where signals are from the previous step. */
  isRecurrent(from: string, to: string): boolean;
  /** Cycles of more than one population. */
  readonly circles: readonly (readonly string[])[];
}

/**
 * Order populations into stages.
 *
 * All populations of a network take a step simultaneously, so one that receives input within the same step of a forward
 * pass takes it one step later. Cycles have no such order; there, each signal is from the previous step.
 */
export function stagesOf(sources: ReadonlyMap<string, readonly string[]>): Stages {
  const components = componentsOf(sources);
  const component = new Map<string, number>();
  components.forEach((names, k) => {
    for (const name of names) component.set(name, k);
  });
  const stages: number[] = [];
  // Predecessors of a component come before it.
  components.forEach((names, k) => {
    const before = names.flatMap((name) => sources.get(name) ?? []);
    const outside = before.map((name) => component.get(name) ?? 0).filter((other) => other !== k);
    stages[k] = outside.reduce((most, other) => Math.max(most, (stages[other] ?? 0) + 1), 0);
  });
  return {
    at: (name) => stages[component.get(name) ?? 0] ?? 0,
    isRecurrent: (from, to) => component.get(from) === component.get(to),
    circles: components.filter(({ length }) => length > 1),
  };
}

interface Frame {
  readonly name: string;
  /** Sources still to be visited. */
  readonly left: string[];
}

/** Strongly connected components in topological order (Tarjan 1972, doi:10.1137/0201010). */
function componentsOf(sources: ReadonlyMap<string, readonly string[]>): readonly string[][] {
  const components: string[][] = [];
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const lower = (name: string, to: number): void => {
    low.set(name, Math.min(low.get(name) ?? to, to));
  };
  const begin = (name: string): Frame => {
    index.set(name, index.size);
    lower(name, index.size - 1);
    open.push(name);
    isOpen.add(name);
    return { name, left: [...(sources.get(name) ?? [])] };
  };
  const close = (name: string): void => {
    const found = open.splice(open.lastIndexOf(name));
    for (const one of found) isOpen.delete(one);
    components.push(found);
  };
  for (const root of sources.keys()) {
    const frames = index.has(root) ? [] : [begin(root)];
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const next = frame.left.pop();
      if (next === undefined) {
        frames.pop();
        const own = low.get(frame.name) ?? 0;
        if (own === index.get(frame.name)) close(frame.name);
        const above = frames.at(-1);
        if (above !== undefined) lower(above.name, own);
      } else if (!index.has(next)) frames.push(begin(next));
      else if (isOpen.has(next)) lower(frame.name, index.get(next) ?? 0);
    }
  }
  return components;
}
