import type { Members } from "./population-state.ts";

/** Describe a group as text. */
export function describeGroup(label: string, { size, ids, parts }: Members): string {
  const lines = parts.map(({ population, neurons }) => {
    const { type, structure } = population;
    const parameters = Object.keys(type.parameters).join(", ");
    const set = parameters === "" ? "all defaults" : `set: ${parameters}`;
    return `  ${neurons.length} of "${population.label}": ${type.name} (${set}), ${structure.name}`;
  });
  return [`"${label}": ${size} neurons, ${ids[0]} to ${ids[size - 1]}`, ...lines].join("\n");
}
