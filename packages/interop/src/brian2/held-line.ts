/** Prevent a statement from changing a held variable whose equations have no flag for it. */
export function heldLine(line: string, held: ReadonlySet<string>): string {
  const [target = "", value = ""] = line.split(/ \+?= /, 2);
  if (!held.has(target)) return line;
  if (line.includes(" += ")) return `${target} += int(not_refractory)*(${value})`;
  return `${target} = int(not_refractory)*(${value}) + int(not not_refractory)*${target}`;
}
