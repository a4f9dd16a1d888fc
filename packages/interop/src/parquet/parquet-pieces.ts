/** A column of a Parquet table. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: "DOUBLE" | "INT32" | "STRING";
}

/** Some rows of a table: the values of each column, all of the same length. */
export type ParquetRows = readonly (Float64Array | Int32Array | readonly string[])[];

/**
 * Write a table as Parquet, one row group at a time.
 *
 * Only the rows of one group are in memory, and the data of the footer.
 */
export async function* parquetPieces(
  columns: readonly ParquetColumn[],
  groups: Iterable<ParquetRows>,
): AsyncIterable<Uint8Array> {
  const { ByteWriter, ParquetWriter } = await import("hyparquet-writer");
  const bytes = new ByteWriter();
  const taken = (): Uint8Array => {
    const piece = bytes.getBytes().slice();
    // Offset of the next bytes in the file.
    bytes.index = 0;
    return piece;
  };
  const table = new ParquetWriter({ writer: bytes, schema: schemaOf(columns) });
  for (const rows of groups) {
    const columnData = columns.map(({ name }, k) => ({
      name,
      data: rows[k] as Float64Array | Int32Array | string[],
      nullable: false,
    }));
    await table.write({ columnData, rowGroupSize: Math.max(1, rows[0]?.length ?? 0) });
    yield taken();
  }
  await table.finish();
  yield taken();
}

function schemaOf(columns: readonly ParquetColumn[]) {
  const required = { repetition_type: "REQUIRED" } as const;
  const fields = columns.map(({ name, type }) => {
    if (type !== "STRING") return { name, type, ...required };
    return { name, type: "BYTE_ARRAY", converted_type: "UTF8", ...required } as const;
  });
  return [{ name: "root", num_children: columns.length }, ...fields];
}
