import type { FormatFile } from "@spikeloom/kernel";
import type { Recording, Result, SynapseRecording } from "@spikeloom/simulate";
import { type ParquetColumn, type ParquetRows, parquetPieces } from "./parquet-pieces.ts";

/** Most rows that are held at a time. */
const groupRows = 65_536;

/** A table that is written: its name without the end, its columns, its rows. */
interface Table {
  readonly name: string;
  readonly columns: readonly ParquetColumn[];
  readonly groups: Iterable<ParquetRows>;
}

/**
 * List the tables of a result: spikes, and one of samples for each recorder, one for each set of synapses.
 *
 * Units stand in the names of columns: `v_mV`.
 */
export function resultParquet({ recordings, synapseRecordings }: Result): readonly FormatFile[] {
  const tables = [
    spikeTable(recordings),
    ...recordings.flatMap(sampleTables),
    ...synapseRecordings.flatMap(synapseTables),
  ];
  const taken = new Set<string>();
  return tables.map(({ name, columns, groups }) => {
    const file = `${freeName(name, taken)}.parquet`;
    return { name: file, pieces: parquetPieces(columns, groups) };
  });
}

/** Make a name of letters that every disk takes, and that no other table has. */
function freeName(name: string, taken: Set<string>): string {
  const plain = name.replace(/[^\w.-]+/g, "_");
  let free = plain;
  // Disks may take letters of either case for one.
  for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${plain}-${number}`;
  taken.add(free.toLowerCase());
  return free;
}

const number = (name: string): ParquetColumn => ({ name, type: "DOUBLE" });
const integer = (name: string): ParquetColumn => ({ name, type: "INT32" });
const text = (name: string): ParquetColumn => ({ name, type: "STRING" });

function withUnit(variable: string, unit: string): ParquetColumn {
  return number(unit === "1" || unit === "" ? variable : `${variable}_${unit}`);
}

function spikeTable(recordings: readonly Recording[]): Table {
  return {
    name: "spikes",
    columns: [number("time_ms"), text("population"), integer("neuron")],
    groups: (function* () {
      for (const { population, spikes } of recordings) {
        if (spikes === undefined) continue;
        const { times, neurons } = spikes;
        for (let at = 0; at < times.length; at += groupRows) {
          const some = Float64Array.from(times.slice(at, at + groupRows));
          yield [
            some,
            new Array<string>(some.length).fill(population),
            Int32Array.from(neurons.slice(at, at + groupRows)),
          ];
        }
      }
    })(),
  };
}

/** Values that were recorded at the same times, row by row. */
interface Sampled {
  readonly unit: string;
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Group variables by their times: each group is a table with a column for each. */
function byTimes<One extends Sampled>(
  samples: ReadonlyMap<string, One>,
): readonly (readonly (readonly [variable: string, sampled: One])[])[] {
  const groups: (readonly [string, One])[][] = [];
  for (const entry of samples) {
    const same = groups.find(([first]) => first !== undefined && areSame(first[1], entry[1]));
    if (same === undefined) groups.push([entry]);
    else same.push(entry);
  }
  return groups;
}

function areSame(a: Sampled, b: Sampled): boolean {
  if (a.times.length !== b.times.length || a.values.length !== b.values.length) return false;
  return Array.from(a.times).every((time, k) => time === b.times[k]);
}

function sampleTables({ population, samples }: Recording): readonly Table[] {
  return byTimes(samples).map((group) => {
    const [, { times, neurons } = { times: [], neurons: [] }] = group[0] ?? [];
    const columns = group.map(([variable, { unit }]) => withUnit(variable, unit));
    return {
      name: `samples-${population}`,
      columns: [number("time_ms"), text("population"), integer("neuron"), ...columns],
      groups: rowGroups(times.length, neurons.length, (row, column) => [
        row.map((k) => times[k] as number),
        new Array<string>(row.length).fill(population),
        Int32Array.from(column, (k) => neurons[k] as number),
        ...group.map(([, { values }]) =>
          row.map((k, at) => values[k * neurons.length + (column[at] as number)] as number),
        ),
      ]),
    };
  });
}

function synapseTables({ projection, sets }: SynapseRecording): readonly Table[] {
  return sets.flatMap(({ sources, targets, delays, snapshots }) =>
    byTimes(snapshots).map((group) => {
      const [, { times } = { times: [] }] = group[0] ?? [];
      const columns = group.map(([variable, { unit }]) => withUnit(variable, unit));
      const ends = [integer("source"), integer("target"), number("delay_ms")];
      return {
        name: `synapses-${projection}`,
        columns: [number("time_ms"), text("projection"), ...ends, ...columns],
        groups: rowGroups(times.length, sources.length, (row, column) => [
          row.map((k) => times[k] as number),
          new Array<string>(row.length).fill(projection),
          Int32Array.from(column, (k) => sources[k] as number),
          Int32Array.from(column, (k) => targets[k] as number),
          Float64Array.from(column, (k) => delays[k] as number),
          ...group.map(([, { values }]) =>
            row.map((k, at) => values[k * sources.length + (column[at] as number)] as number),
          ),
        ]),
      };
    }),
  );
}

/** Go over the values of a matrix, time by time, some thousand at once: the row and column of each. */
function* rowGroups(
  rows: number,
  columns: number,
  take: (row: Float64Array, column: Float64Array) => ParquetRows,
): Iterable<ParquetRows> {
  for (let at = 0; at < rows * columns; at += groupRows) {
    const count = Math.min(groupRows, rows * columns - at);
    const row = Float64Array.from({ length: count }, (_, k) => Math.floor((at + k) / columns));
    const column = Float64Array.from({ length: count }, (_, k) => (at + k) % columns);
    yield take(row, column);
  }
}
