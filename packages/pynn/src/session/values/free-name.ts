/** Return a free name: this one, or this one with a number. */
export function freeName(wanted: string, taken: Iterable<string>): string {
  const known = new Set(taken);
  if (!known.has(wanted)) return wanted;
  let number = 2;
  while (known.has(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}

/** Convert a label to a valid population name of a network file. */
export function populationName(label: string, taken: Iterable<string>): string {
  const plain = label.normalize("NFKD").replace(/[^A-Za-z0-9_ .+-]/g, "_");
  const named = /^[A-Za-z]/.test(plain) ? plain : `population-${plain}`;
  // Leaves space for a number at the end.
  return freeName(named.slice(0, 56).trimEnd(), taken);
}
