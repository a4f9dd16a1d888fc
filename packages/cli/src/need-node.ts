/** The oldest Node that runs the command: it removes types and resolves packages from other folders. */
const least = [22, 18] as const;

/**
 * Return a message if this Node is too old, else undefined.
 *
 * `own` is the Node that a clone has installed.
 */
export function needNode(version: string, own?: string): string | undefined {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  if (major > least[0] || (major === least[0] && minor >= least[1])) return undefined;
  const fault = `spikeloom needs Node ${least.join(".")} or later; this is Node ${version}.`;
  return own === undefined ? fault : `${fault} This clone has its own: ${own}`;
}
