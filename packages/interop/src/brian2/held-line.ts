/** Keep a statement from changing a variable that is held, where no flag of the equations does. */
export function heldLine(line: string, held: ReadonlySet<string>): string {
  const [target = "", value = ""] = line.split(/ \+?= /, 2);
  if (!held.has(target)) return line;
  if (line.includes(" += ")) return `${target} += int(not_refractory)*(${value})`;
  return `${target} = int(not_refractory)*(${value}) + int(not not_refractory)*${target}`;
}
