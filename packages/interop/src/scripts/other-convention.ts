/** Describe a simulator's step conventions, and how to convert a network to one of them. */
export function otherConvention(simulator: string, names: readonly string[]): string {
  const list = names.map((name) => `"${name}"`).join(", ");
  const which = names.length === 1 ? `the convention ${list}` : `one of the conventions ${list}`;
  return `${simulator} has ${which}: convert the network with spikeloom convert --convention ${names[0]}, or run it with SpikeLoom.`;
}
