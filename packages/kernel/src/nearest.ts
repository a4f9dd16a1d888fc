/** Find the name that a misspelt or shortened text most likely means. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  return nearestByEdits(name, names) ?? unshortened(name, names);
}

/** Find the shortest name that a text may abbreviate: `parameters` for `params`. */
function unshortened(name: string, names: readonly string[]): string | undefined {
  const wrong = name.toLowerCase();
  if (wrong.length < 4) return undefined;
  const meant = names.filter((candidate) => isShortFor(wrong, candidate.toLowerCase()));
  const [shortest] = meant.toSorted((a, b) => a.length - b.length);
  return shortest;
}

/** Test whether a name starts like a text and contains its letters in order. */
function isShortFor(short: string, name: string): boolean {
  if (!name.startsWith(short.slice(0, 2))) return false;
  let found = 0;
  for (const letter of name) if (letter === short[found]) found++;
  return found === short.length;
}

function nearestByEdits(name: string, names: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(name.length / 3));
  const wrong = name.toLowerCase();
  const row = new Int32Array(name.length + limit + 1);
  let best: string | undefined;
  let least = limit + 1;
  for (const candidate of names) {
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const distance = editDistance(wrong, candidate.toLowerCase(), { row, most: least });
    if (distance >= least) continue;
    least = distance;
    best = candidate;
  }
  return best;
}

interface Search {
  /** Longer than the second text. */
  readonly row: Int32Array;
  /** Distances of at least this are not distinguished. */
  readonly most: number;
}

/** Compute the Levenshtein distance with one row of the table. */
function editDistance(a: string, b: string, { row, most }: Search): number {
  for (let j = 0; j <= b.length; j++) row[j] = j;
  for (let i = 1; i <= a.length; i++) {
    let diagonal = row[0] as number;
    let least = i;
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j] as number;
      const change = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
      const value = Math.min(above + 1, (row[j - 1] as number) + 1, diagonal + change);
      row[j] = value;
      if (value < least) least = value;
      diagonal = above;
    }
    // No later row has a value below the minimum of this one.
    if (least >= most) return most;
  }
  return row[b.length] as number;
}
