import type { FormatFile } from "@spikeloom/kernel";
import type { Recording, Result, SynapseRecording } from "@spikeloom/simulate";
import { type ParquetColumn, type ParquetRows, parquetPieces } from "./parquet-pieces.ts";

/** Maximum number of rows in memory. */
const groupRows = 65_536;

/** A table to be written: name without extension, columns, rows. */
interface Table {
  readonly name: string;
  readonly columns: readonly ParquetColumn[];
  readonly groups: Iterable<ParquetRows>;
}

/**
 * List the tables of a result: spikes, one of samples per recorder, and one per set of synapses.
 *
 * Column names contain the unit: `v_mV`.
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

/** Create a unique name that is valid on every file system. */
function freeName(name: string, taken: Set<string>): string {
  const plain = name.replace(/[^\w.-]+/g, "_");
  let free = plain;
  // File systems may ignore letter case.
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

/** Values recorded at the same times, row by row. */
interface Sampled {
  readonly unit: string;
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Group variables by their times: each group is a table with one column per variable. */
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

/** Iterate over the values of a matrix in time order, some thousand at once, with row and column of each. */
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
