/** The oldest Node that runs the command: it removes types and resolves packages from other folders. */
const least = [22, 18] as const;

/** Say that this Node is too old, or give undefined. */
export function needNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  if (major > least[0] || (major === least[0] && minor >= least[1])) return undefined;
  return `spikeloom needs Node ${least.join(".")} or later; this is Node ${version}.`;
}
