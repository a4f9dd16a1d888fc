import {
  type Figure,
  type SweptMeasure,
  type SweptParameter,
  sweepCurve,
  sweepMap,
} from "@spikeloom/plots";
import {
  type MeasuredRun,
  type MeasureName,
  measures,
  type SweptValues,
  sweptValues,
  takenMeasures,
} from "@spikeloom/sweep";

/** Pictures of a sweep. */
export interface SweepPictures {
  readonly figures: readonly (readonly [name: string, figure: Figure])[];
  /** Why there are none, if a reader would expect some. */
  readonly undrawn: string | undefined;
}

/**
 * Draw each measure of a sweep against its parameter, or over its two parameters.
 *
 * Constant parameters do not count, and those that vary together count as one.
 */
export function sweepPictures(runs: readonly MeasuredRun[], title: string): SweepPictures {
  const varied = sweptValues(runs).filter((one) => distinctOf(one) > 1);
  const points = new Set(runs.map(({ parameters }) => JSON.stringify(parameters))).size;
  const alone = varied.find((one) => distinctOf(one) === points);
  const [x, y] = alone === undefined ? varied : [alone];
  if (x === undefined) return { figures: [], undrawn: undefined };
  if (alone === undefined && varied.length > 2) {
    const undrawn = `no pictures: ${varied.length} parameters vary, and a picture shows one or two`;
    return { figures: [], undrawn };
  }
  const along = varied.filter((one) => one !== x && one !== y).map(({ path }) => path);
  const detail = along.length > 0 ? `with ${along.join(", ")}` : undefined;
  const across = { ...parameterOf(x), detail };
  const drawn = takenMeasures(runs).map(({ name }) => [name, measureOf(runs, name)] as const);
  const figures = drawn
    .filter(([, { series }]) => series.some(({ values }) => !values.every(Number.isNaN)))
    .map(([name, measure]): readonly [string, Figure] => [
      name,
      y === undefined
        ? sweepCurve(measure, across, { title })
        : sweepMap(measure, [across, parameterOf(y)], { title }),
    ]);
  return { figures, undrawn: undefined };
}

function distinctOf({ values }: SweptValues): number {
  return new Set<unknown>(values).size;
}

function parameterOf({ path: label, unit, values }: SweptValues): SweptParameter {
  const isText = typeof values[0] === "string";
  const given = isText ? values.map(String) : Float64Array.from(values, Number);
  return { label, unit, values: given };
}

function measureOf(runs: readonly MeasuredRun[], name: MeasureName): SweptMeasure {
  const { label, unit } = measures.find((one) => one.name === name) ?? { label: name, unit: "" };
  const series = Object.keys(runs[0]?.measures ?? {}).map((population) => ({
    label: population,
    values: Float64Array.from(runs, (run) => run.measures[population]?.[name] ?? Number.NaN),
  }));
  return { label, unit, series };
}
