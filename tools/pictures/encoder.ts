import type { EncoderRecord } from "../../packages/kernel/src/contracts/encoder.ts";
import { encodedSource } from "../../packages/network/src/encode/encoded-source.ts";
import { beside } from "../../packages/plots/src/beside.ts";
import type { Figure, Panel } from "../../packages/plots/src/figure.ts";
import { rasterPlot } from "../../packages/plots/src/raster-plot.ts";
import { type EncoderLesson, encoderLesson } from "./encoder-lessons.ts";
import { panelOf } from "./panels.ts";
import type { Picture } from "./picture.ts";

const theme = "auto";

/** Plot the spikes of values, and the decoded values; above those of a signal, the signal. */
export async function encoderPicture(encoder: EncoderRecord): Promise<Picture> {
  const lesson = encoderLesson(encoder);
  return lesson.every === undefined
    ? stillPicture(encoder, lesson)
    : signalPicture(encoder, { ...lesson, every: lesson.every });
}

function sourceOf(encoder: EncoderRecord, { shape, every, parameters = {} }: EncoderLesson) {
  const options = every === undefined ? {} : { every };
  return encodedSource({ model: encoder, parameters }, shape, options);
}

function rasterOf(trains: readonly Float64Array[], until: number, width: number, height: number) {
  const pairs = trains.flatMap((times, neuron) =>
    [...times].map((time) => [time, neuron] as const),
  );
  const series = {
    label: "encoded",
    size: trains.length,
    times: Float64Array.from(pairs, ([time]) => time),
    neurons: Uint32Array.from(pairs, ([, neuron]) => neuron),
  };
  return rasterPlot([series], { window: { from: 0, until }, width, height, theme });
}

function stillPicture(encoder: EncoderRecord, lesson: EncoderLesson): Picture {
  const source = sourceOf(encoder, lesson);
  const { values, until, label } = lesson;
  const window = { from: 0, until };
  const trains = source.spikes(values, { ...window, seed: 1 });
  const count = values.length;
  if (source.decode === undefined) {
    const about = `spikes of ${count} values`;
    return { figure: rasterOf(trains, until, 640, 260), about };
  }
  const decoded = source.decode(trains, window);
  const panel = panelOf({
    x: { label, unit: "" },
    y: { label: "decoded", unit: "" },
    curves: [
      { x: values, y: values, name: "exact", colour: "muted", dash: 1 },
      { x: values, y: decoded, name: "from the spikes", colour: 0 },
    ],
    height: 260,
  });
  const right: Figure = { width: 300, theme, panels: [panel] };
  const about = `spikes of ${count} values, and the values decoded from them`;
  return { figure: beside([rasterOf(trains, until, 460, 260), right]), about };
}

function signalPicture(
  encoder: EncoderRecord,
  lesson: EncoderLesson & { readonly every: number },
): Picture {
  const source = sourceOf(encoder, lesson);
  const { values, until, every, label } = lesson;
  const window = { from: 0, until };
  const trains = source.spikes(values, { ...window, seed: 1 });
  const raster = rasterOf(trains, until, 640, 200);
  const decoded = source.decode?.(trains, window);
  // Samples of many values have no label, as their curves would hide each other.
  const signal = label !== "" ? [signalPanel(values, decoded, { until, every, label })] : [];
  const about =
    decoded === undefined
      ? "a signal and its spikes"
      : "a signal, its spikes, and the signal decoded from them";
  return { figure: { ...raster, panels: [...signal, ...raster.panels] }, about };
}

function signalPanel(
  values: Float64Array,
  decoded: Float64Array | undefined,
  {
    until,
    every,
    label,
  }: { readonly until: number; readonly every: number; readonly label: string },
): Panel {
  const x = Float64Array.from(values, (_, k) => k * every);
  const curves = [
    { x, y: values, name: "signal", colour: "muted" as const },
    ...(decoded === undefined
      ? []
      : [{ x, y: decoded, name: "from the spikes", colour: 0 as const }]),
  ];
  return panelOf({
    x: { kind: "time", from: 0, until },
    y: { label, unit: "" },
    curves,
    height: 160,
    sharesX: true,
  });
}
