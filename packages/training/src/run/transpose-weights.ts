import type { RunParts } from "./run-parts.ts";

/** Create the function that rewrites the weights by target, as the backward pass reads them. */
export function weightTransposer({ plan, memory, machine }: RunParts): () => void {
  const bytes = memory.type === "f64" ? 8 : 4;
  const writers = [...plan.transposed].flatMap(([projection, out]): readonly (() => void)[] => {
    const place = plan.weights.get(projection);
    if (place === undefined) return [];
    const { rows, columns, window } = projection;
    const matrix = plan.values + bytes * place.at;
    if (window === undefined) {
      const shape = [rows, columns, place.pitch];
      return [() => machine.transposeMatrix(matrix, out, shape)];
    }
    const { inputs, outputs, kernel } = window;
    const shape = [inputs, outputs, ...kernel, place.pitch];
    return [() => machine.transposeWindow(matrix, out, shape)];
  });
  return () => {
    for (const write of writers) write();
  };
}
