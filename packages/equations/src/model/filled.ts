/** Omit the empty parts of a record. */
export function filled<T extends Readonly<Record<string, object>>>(parts: T): Partial<T> {
  const entries = Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0);
  return Object.fromEntries(entries) as Partial<T>;
}
