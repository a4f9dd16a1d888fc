/** Create values by key, and cache the most recently used. */
export function keptValues<Key, Value extends object>(
  most: number,
  make: (key: Key) => Value,
): (key: Key) => Value {
  const kept = new Map<Key, Value>();
  return (key) => {
    const found = kept.get(key) ?? make(key);
    // Map iteration is in insertion order, so the first entry is the least recently used.
    kept.delete(key);
    kept.set(key, found);
    if (kept.size > most) kept.delete(kept.keys().next().value as Key);
    return found;
  };
}
