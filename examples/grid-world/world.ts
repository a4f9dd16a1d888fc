/** Squares along an edge of the world. */
export const side = 5;
/** Places are counted from the lower left, row by row. */
export const placeCount = side * side;
/** The upper right corner. */
export const goal = placeCount - 1;
/** Moves after which an episode ends without a reward. */
export const moveLimit = 60;

/** Steps in x and y of each action: right, up, left, down. */
export const actions: readonly (readonly [number, number])[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
];

/** Column and row of a place. */
export function positionOf(place: number): readonly [x: number, y: number] {
  return [place % side, Math.floor(place / side)];
}

/** Return the place after an action; a move against a wall takes time and leads nowhere. */
export function move(place: number, action: number): number {
  const [x, y] = positionOf(place);
  const [right, up] = actions[action] ?? [0, 0];
  const isInside = Math.min(x + right, y + up) >= 0 && Math.max(x + right, y + up) < side;
  return isInside ? place + right + side * up : place;
}

/** Count the moves of the shortest path to the goal. */
export function shortestPath(from: number): number {
  const [[x, y], [goalX, goalY]] = [positionOf(from), positionOf(goal)];
  return Math.abs(goalX - x) + Math.abs(goalY - y);
}

/** Compute the mean number of moves of a random policy, up to the limit. */
export function randomWalk(from: number): number {
  // Expected moves with k moves left: one, plus those from the next place with one less left.
  let expected = new Array<number>(placeCount).fill(0);
  for (let left = 0; left < moveLimit; left++) {
    expected = expected.map((_, place) => {
      const next = actions.map((_, action) => expected[move(place, action)] ?? 0);
      return place === goal ? 0 : 1 + next.reduce((sum, one) => sum + one, 0) / actions.length;
    });
  }
  return expected[from] ?? 0;
}
