import type { FormatFile } from "@spikeloom/kernel";
import { type Result, timeOfStep } from "@spikeloom/simulate";
import type { DataColumn, DataFile, EventFile, LemsSimulation } from "./simulation.ts";

/**
 * Write the files that a LEMS simulation specifies.
 *
 * As in jNeuroML: in SI units, separated by tabs.
 * A row has the state at its time, and derived variables as computed on the way there. The run must be one step longer
 * than the files, because it samples at the start of each step.
 */
export async function* lemsFiles(
  result: Result,
  { dataFiles, eventFiles, lag }: Pick<LemsSimulation, "dataFiles" | "eventFiles" | "lag">,
): AsyncGenerator<FormatFile> {
  const steps = result.steps - lag;
  for (const file of dataFiles) yield { name: file.fileName, pieces: rows(result, file, steps) };
  for (const file of eventFiles) yield { name: file.fileName, pieces: events(result, file, steps) };
}

const rowsAPiece = 4096;

function* rows(result: Result, { columns }: DataFile, steps: number): Generator<Uint8Array> {
  const values = columns.map((column) => valuesOf(result, column));
  const encoder = new TextEncoder();
  const seconds = result.dt / 1000;
  let text = "";
  for (let row = 0; row < steps; row++) {
    text += numberText(row * seconds);
    for (const value of values) text += `\t${numberText(value(row))}`;
    text += "\n";
    if (row % rowsAPiece === rowsAPiece - 1) {
      yield encoder.encode(text);
      text = "";
    }
  }
  yield encoder.encode(text);
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** Value in each row. */
function valuesOf(
  { recordings }: Result,
  { population, variable, neuron, factor, lag, constant }: DataColumn,
): (row: number) => number {
  if (constant !== undefined) return () => constant;
  for (const recording of recordings) {
    const samples = recording.samples.get(variable);
    if (recording.population !== population || samples === undefined) continue;
    const column = samples.neurons.indexOf(neuron);
    if (column < 0) continue;
    const width = samples.neurons.length;
    return (row) => (samples.values[(row + lag) * width + column] ?? Number.NaN) * factor;
  }
  return () => Number.NaN;
}

function* events(
  result: Result,
  { format, selections }: EventFile,
  steps: number,
): Generator<Uint8Array> {
  const chosen = new Map(
    selections.map((each, place) => [`${each.population}/${each.neuron}`, { ...each, place }]),
  );
  const found: { readonly time: number; readonly place: number; readonly id: string }[] = [];
  for (const { population, spikes } of result.recordings) {
    for (const [k, step] of (spikes?.steps ?? []).entries()) {
      const selection = chosen.get(`${population}/${spikes?.neurons[k]}`);
      if (selection === undefined) continue;
      const { id, lag, place } = selection;
      // The last step exists only for its sample.
      if (step - lag >= steps) continue;
      const offset = (spikes?.times[k] ?? 0) - timeOfStep(step, result.dt);
      found.push({ time: timeOfStep(step - lag, result.dt) + offset, place, id });
    }
  }
  found.sort((a, b) => a.time - b.time || a.place - b.place);
  const lines = found.map(({ time, id }) => {
    const seconds = numberText(time / 1000);
    return format === "TIME_ID" ? `${seconds}\t${id}\n` : `${id}\t${seconds}\n`;
  });
  yield new TextEncoder().encode(lines.join(""));
}
