/**
 * List the cells of a rectangle along a Hilbert curve of the surrounding square.
 *
 * Hilbert 1891, doi:10.1007/BF01199431. Neighbours on the curve are close in the rectangle, so that consecutive cores are
 * (Jin et al. 2023, doi:10.1145/3582016.3582038).
 */
export function hilbertOrder(columns: number, rows: number): Int32Array {
  let side = 1;
  while (side < columns || side < rows) side *= 2;
  const order = new Int32Array(columns * rows);
  let found = 0;
  for (let step = 0; step < side * side; step++) {
    const [x, y] = pointAt(step, side);
    if (x < columns && y < rows) order[found++] = y * columns + x;
  }
  return order;
}

function pointAt(step: number, side: number): readonly [number, number] {
  let [x, y, left] = [0, 0, step];
  for (let size = 1; size < side; size *= 2) {
    const right = Math.floor(left / 2) % 2;
    const up = (left + right) % 2;
    if (up === 0) {
      if (right === 1) [x, y] = [size - 1 - x, size - 1 - y];
      [x, y] = [y, x];
    }
    x += size * right;
    y += size * up;
    left = Math.floor(left / 4);
  }
  return [x, y];
}
