import { pythonText } from "@spikeloom/simulate/scripts";

/** Return the name of a group in the script. */
export function groupCode(name: string): string {
  return `groups[${pythonText(name)}]`;
}
