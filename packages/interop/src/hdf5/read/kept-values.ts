/** Make values by key, and keep the last ones that were asked for. */
export function keptValues<Key, Value extends object>(
  most: number,
  make: (key: Key) => Value,
): (key: Key) => Value {
  const kept = new Map<Key, Value>();
  return (key) => {
    const found = kept.get(key) ?? make(key);
    // A map is in the order in which its entries came; the first one was not asked for the longest.
    kept.delete(key);
    kept.set(key, found);
    if (kept.size > most) kept.delete(kept.keys().next().value as Key);
    return found;
  };
}
