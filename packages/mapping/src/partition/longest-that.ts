/** Find the largest count that fits, 0 if none; what fits with more neurons also fits with fewer. */
export function longestThat(
  fits: (count: number) => boolean,
  { guess, most }: { readonly guess: number; readonly most: number },
): number {
  let below = 0;
  let above = most + 1;
  let next = Math.min(guess, most);
  let width = 1;
  // Widen from the guess, which is exact where all slices are alike, then halve.
  while (below + 1 < above) {
    if (fits(next)) below = next;
    else above = next;
    if (above > most && below > 0) next = Math.min(below + width, most);
    else if (below === 0 && above <= most) next = Math.max(Math.floor(above / 2), 1);
    else if (above - below > 2 * width) next = below + width;
    else next = Math.floor((below + above) / 2);
    width *= 2;
    if (next <= below) next = below + 1;
    if (next >= above) next = above - 1;
  }
  return below;
}
