import { styleText } from "node:util";
import type { EpochScore, Score } from "@spikeloom/training";
import type { PreparedTask } from "../train/prepare-task.ts";
import { activityOf, type TrainedTask } from "../train/train.ts";
import { wilson } from "../train/wilson.ts";
import { formatCount, formatSeconds, formatShare, formatShareRange } from "./numbers.ts";
import { table } from "./table.ts";
import { lossText, scoreText } from "./training-line.ts";

/** Print the measures of an epoch. */
export function epochText({ epoch, validation, ...learnt }: EpochScore, isBest: boolean): string {
  const checked = validation === undefined ? "" : `  validation: ${scoreText(validation)}`;
  const mark = isBest && validation !== undefined ? "  best" : "";
  return `epoch ${epoch + 1}  ${scoreText(learnt)}${checked}${mark}\n`;
}

/** Options of the summary of a training. */
export interface TrainedText {
  readonly file: string;
  readonly seconds: number;
  readonly written: readonly string[];
}

/** Print the results of a training, and its scores. */
export function trainedText(
  { task, network, train, validation }: PreparedTask,
  trained: TrainedTask,
  { file, seconds, written }: TrainedText,
): string {
  const { state, epoch, test } = trained;
  const title = styleText("bold", task.name ?? network.name ?? file);
  const epochs = `${state.history.length} ${state.history.length === 1 ? "epoch" : "epochs"}`;
  const taken = epoch === undefined ? "" : `, values of epoch ${epoch + 1}`;
  const score = state.history.find((one) => one.epoch === epoch);
  const share = test.right / test.size;
  const range = formatShareRange(wilson(test.right, test.size));
  const rows = [
    ["", "samples", "loss", "accuracy"],
    ["train", formatCount(train.samples.size), ...columnsOf(score)],
    ...(validation === undefined
      ? []
      : [["validation", formatCount(validation.samples.size), ...columnsOf(score?.validation)]]),
    ["test", formatCount(test.size), "", `${formatShare(share)} (95 % CI ${range})`],
  ];
  const spikes = Object.entries(activityOf(trained)).map(([name, mean]) => [
    name,
    `${Number(mean.toPrecision(3))} spikes/neuron/sample`,
  ]);
  const lines = [
    `${title}  ${epochs} in ${formatSeconds(seconds)}${taken}`,
    "",
    ...table(rows, ["left", "right", "right", "left"]),
    "",
    ...(spikes.length === 0 ? [] : [...table(spikes), ""]),
    ...written.map((path, k) => `${k === 0 ? "wrote" : "     "}  ${path}`),
  ];
  return `${lines.join("\n")}\n`;
}

function columnsOf(score: Score | undefined): readonly string[] {
  if (score === undefined) return ["", ""];
  return [lossText(score.loss), score.accuracy === undefined ? "" : formatShare(score.accuracy)];
}
