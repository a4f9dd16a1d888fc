/** Give where something is; throws where it has no place, as address 0 is that of something else. */
export function placeIn(places: ReadonlyMap<string, number>, name: string): number {
  const found = places.get(name);
  if (found !== undefined) return found;
  throw new RangeError(`"${name}" has no place; there are ${[...places.keys()].join(", ")}`);
}
