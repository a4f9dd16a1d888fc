/** Say which step conventions a simulator has, and how a network is written with one of them. */
export function otherConvention(simulator: string, names: readonly string[]): string {
  const list = names.map((name) => `"${name}"`).join(", ");
  const which = names.length === 1 ? `the convention ${list}` : `one of the conventions ${list}`;
  return `${simulator} has ${which}: spikeloom convert --convention ${names[0]} writes the network with it, or run the network with SpikeLoom.`;
}
