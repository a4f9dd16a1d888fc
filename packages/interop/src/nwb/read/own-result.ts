import type { Result } from "@spikeloom/simulate";
import type { OpenTree } from "../../hdf5/open-tree.ts";
import { openedResult } from "../../hdf5/opened-result.ts";
import type { RandomBytes } from "../../hdf5/read/random-bytes.ts";
import { readContents } from "../../hdf5/read-contents.ts";
import { NWB_SHAPE } from "../errors.ts";
import type { NwbTable } from "../nwb-file.ts";
import { ownGroup } from "../own-group.ts";
import { elementsOfRow, isTable, readTable } from "./table.ts";
import { spikesByTime, type UnitTrain } from "./units-by-time.ts";

/** Read a result that SpikeLoom wrote: spikes from the units table, everything else from its own group. */
export function readOwnResult(bytes: RandomBytes, name: string, tree: OpenTree): Result {
  const units = isTable(tree, "/units") ? readTable(tree, "/units", name) : undefined;
  const trains = units === undefined ? new Map() : trainsByRecorder(units, name);
  return readContents(openedResult(name, bytes).within(ownGroup), name, (recorder, dt) =>
    spikesByTime(trains.get(recorder) ?? [], dt),
  );
}

function trainsByRecorder(
  units: NwbTable,
  name: string,
): ReadonlyMap<number, readonly UnitTrain[]> {
  const [neurons, recorders] = [
    numbersIn(units, "neuron", name),
    numbersIn(units, "recorder", name),
  ];
  const trains = new Map<number, UnitTrain[]>();
  for (const [row, times] of spikeTimesOf(units, name).entries()) {
    const recorder = Number(recorders[row]);
    const found = trains.get(recorder) ?? [];
    trains.set(recorder, found);
    found.push({ neuron: Number(neurons[row]), times });
  }
  return trains;
}

/** Return the spike times of each row of a units table, in seconds. */
export function spikeTimesOf(units: NwbTable, name: string): readonly Float64Array[] {
  const column = units.columns.get("spike_times");
  if (column === undefined) return new Array(units.ids.length).fill(new Float64Array(0));
  const all = Float64Array.from(numbersIn(units, "spike_times", name), Number);
  const silent = new Float64Array(0);
  return units.ids.map((_, row) => {
    const [from, until] = elementsOfRow(column, row);
    return until > from ? all.subarray(from, until) : silent;
  });
}

function numbersIn(table: NwbTable, column: string, name: string): ArrayLike<number | bigint> {
  const data = table.columns.get(column)?.data;
  if (data?.kind === "numbers") return data.values;
  const inside = `${table.path}/${column}`;
  throw NWB_SHAPE({ path: name, inside, expected: "numbers", got: "none" });
}
