import { unitNames } from "./unit.ts";

// Among equally near names, the most common one wins.
const COMMON = ["mV", "ms", "nA", "pA", "nS", "uS", "pF", "nF", "Mohm", "Hz", "kHz", "um", "mM"];

/** Find the unit name that `word` most likely means, or undefined. */
export function nearestUnit(word: string): string | undefined {
  if (word.length > 16) return undefined;
  const names = [...COMMON, ...unitNames()];
  const lower = word.toLowerCase();
  const sameLetters = names.find((name) => name.toLowerCase() === lower);
  if (sameLetters !== undefined) return sameLetters;
  const singular = names.find((name) => name.length > 3 && `${name}s` === word);
  if (singular !== undefined) return singular;
  const reach = word.length <= 3 ? 1 : 2;
  let best: string | undefined;
  let least = reach + 1;
  for (const name of names) {
    // A single letter is one edit away from half of the table, so a suggestion would not help.
    if (name.length < 2) continue;
    const distance = editDistance(word, name);
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(swap, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
