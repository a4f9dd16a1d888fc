import {
  confusionMatrix,
  type Figure,
  type LearningSeries,
  layerRates,
  learningCurve,
  rasterPlot,
} from "@spikeloom/plots";
import { spikeSeries } from "@spikeloom/simulate";
import type { FitState } from "@spikeloom/training";
import { run } from "../run-network.ts";
import type { PreparedTask } from "./prepare-task.ts";
import type { TrainedTask } from "./train.ts";

/** Draw the course and the results of a training; the raster shows the first sample of the test. */
export async function trainingPictures(
  { task, classes, stack }: PreparedTask,
  { state, epoch, test, network, spikes }: TrainedTask,
): Promise<readonly (readonly [name: string, figure: Figure])[]> {
  const title = task.name ?? network.name ?? "";
  const best = epoch === undefined ? undefined : epoch + 1;
  const shown = await run(network, { stack });
  // A population whose potential is read need not spike.
  const { population, variable } = task.readout;
  const spiking = Object.entries(spikes).filter(
    ([label]) => label !== population || variable === "spikes",
  );
  const layers = spiking.map(([label, counts]) => {
    return { label, spikes: counts.map((count) => count / test.size) };
  });
  const general: readonly (readonly [string, Figure])[] = [
    ["learning-curve", learningCurve(curvesOf(state), { title, best })],
    ["confusion", confusionMatrix({ classes: answeredClasses(classes, test), ...test }, { title })],
  ];
  // Without spikes there is nothing more to draw.
  const series = spikeSeries(shown);
  return [
    ...general,
    ...(layers.length === 0 ? [] : [["layer-rates", layerRates(layers, { title })] as const]),
    ...(series.length === 0
      ? []
      : [
          [
            "raster",
            rasterPlot(series, { title, window: { from: 0, until: shown.duration } }),
          ] as const,
        ]),
  ];
}

/** Name the classes, and further predictions by their number: there may be more outputs than classes. */
function answeredClasses(
  classes: readonly string[],
  { answers }: TrainedTask["test"],
): readonly string[] {
  const most = answers.reduce((one, other) => Math.max(one, other + 1), classes.length);
  return Array.from({ length: most }, (_, k) => classes[k] ?? String(k));
}

function curvesOf({ history }: FitState): readonly LearningSeries[] {
  const parts = [
    { label: "train", scores: history },
    { label: "validation", scores: history.flatMap(({ validation }) => validation ?? []) },
  ];
  return parts
    .filter(({ label, scores }) => label === "train" || scores.length > 0)
    .map(({ label, scores }) => {
      const known = scores.every(({ accuracy }) => accuracy !== undefined);
      return {
        label,
        losses: Float64Array.from(scores, ({ loss }) => loss),
        accuracies: known ? Float64Array.from(scores, (one) => one.accuracy ?? 0) : undefined,
      };
    });
}
