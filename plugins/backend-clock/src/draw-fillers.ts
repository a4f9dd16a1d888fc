import { fillNormal, fillUniform, type Series, streamKey } from "@spikeloom/random";
import { type LaidPopulation, slotView } from "./populations.ts";
import type { Stimulate } from "./stimulate.ts";

/** Fill the draw slots of all populations: each neuron, draw site and step has its own number. */
export function drawFillers(options: {
  readonly populations: readonly LaidPopulation[];
  readonly seed: number;
  readonly precision: "f64" | "f32";
  readonly buffer: ArrayBufferLike;
}): readonly Stimulate[] {
  const { populations, seed, precision, buffer } = options;
  return populations.flatMap(({ name, resolved, program, slots }) =>
    program.draws.map(({ slot, distribution }): Stimulate => {
      const key = streamKey(seed, `${slot}/${name}`);
      const { size } = resolved;
      const view = slotView(buffer, { address: slots.get(slot) ?? 0, size, precision });
      const doubles = view instanceof Float64Array ? view : new Float64Array(size);
      return (step) => {
        const series: Series = { key, entity: 0, step };
        fill[distribution](series, doubles);
        if (doubles !== view) view.set(doubles);
      };
    }),
  );
}

const fill = { uniform: fillUniform, normal: fillNormal } as const;
