/** Leave out the parts of a record that hold nothing. */
export function filled<T extends Readonly<Record<string, object>>>(parts: T): Partial<T> {
  const entries = Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0);
  return Object.fromEntries(entries) as Partial<T>;
}
