import { pythonText } from "@spikeloom/simulate/scripts";

/** Say how a group is called in the script. */
export function groupCode(name: string): string {
  return `groups[${pythonText(name)}]`;
}
