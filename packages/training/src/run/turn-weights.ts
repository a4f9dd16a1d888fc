import type { RunParts } from "./run-parts.ts";

/** Make what writes weights by target anew, as they are read on the way back. */
export function weightTurner({ plan, memory, machine }: RunParts): () => void {
  const bytes = memory.type === "f64" ? 8 : 4;
  const turns = [...plan.turned].flatMap(([projection, out]): readonly (() => void)[] => {
    const place = plan.weights.get(projection);
    if (place === undefined) return [];
    const { rows, columns, window } = projection;
    const matrix = plan.values + bytes * place.at;
    if (window === undefined) {
      const shape = [rows, columns, place.pitch];
      return [() => machine.turnMatrix(matrix, out, shape)];
    }
    const { inputs, outputs, kernel } = window;
    const shape = [inputs, outputs, ...kernel, place.pitch];
    return [() => machine.turnWindow(matrix, out, shape)];
  });
  return () => {
    for (const turn of turns) turn();
  };
}
