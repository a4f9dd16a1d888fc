import { type ConnectorRecord, type ConnectorRequest, defineConnector } from "@spikeloom/kernel";
import { CONNECTOR_OPTION, DATA_MISSING, show } from "../errors.ts";
import { fileOptions, isUnread } from "./file-options.ts";

/** Connects the pairs marked in a matrix. */
export const matrix: ConnectorRecord = defineConnector({
  name: "matrix",
  about: "Connects source i to target j where entry (i, j) of the matrix is true (or 1).",
  options: {
    matrix: { type: "matrix", about: "one row per source, one column per target" },
    ...fileOptions,
  },
  plan(request) {
    const { sources, targets } = request;
    const marks = readMatrix(request);
    return {
      expected: marks.reduce((sum, mark) => sum + mark, 0),
      by: "target",
      partners(target, out) {
        for (let source = 0; source < sources; source++) {
          if (marks[source * targets + target] === 1) out.push(source);
        }
      },
      listed: {
        length: sources * targets,
        entry: (target, _k, source) => source * targets + target,
      },
    };
  },
});

function readMatrix(request: ConnectorRequest): Uint8Array {
  const { sources, targets } = request;
  const place = `${request.place}.matrix`;
  const { options } = request;
  const rows = options["matrix"];
  if (isUnread(options)) {
    throw DATA_MISSING({ place: request.place, file: String(options["file"]) });
  }
  if (rows instanceof Uint8Array) return checkMarks(rows, request);
  if (!Array.isArray(rows) || rows.length !== sources) {
    throw wrongShape(
      place,
      `${sources} rows`,
      Array.isArray(rows) ? `${rows.length} rows` : show(rows),
    );
  }
  const marks = new Uint8Array(sources * targets);
  rows.forEach((row: unknown, i) => {
    if (!Array.isArray(row) || row.length !== targets) {
      const got = Array.isArray(row) ? `${row.length} columns` : show(row);
      throw wrongShape(`${place}[${i}]`, `${targets} columns`, got);
    }
    row.forEach((mark: unknown, j) => {
      marks[i * targets + j] = readMark(mark, `${place}[${i}][${j}]`);
    });
  });
  return marks;
}

/** Check an array of marks, row by row, without copying it. */
function checkMarks(marks: Uint8Array, { sources, targets, place }: ConnectorRequest): Uint8Array {
  const wanted = sources * targets;
  if (marks.length !== wanted) {
    const expected = `${sources} × ${targets} entries`;
    throw wrongShape(`${place}.matrix`, expected, String(marks.length));
  }
  const wrong = marks.findIndex((mark) => mark > 1);
  if (wrong < 0) return marks;
  const at = `${place}.matrix[${Math.floor(wrong / targets)}][${wrong % targets}]`;
  throw wrongShape(at, "0 or 1", String(marks[wrong]));
}

function readMark(mark: unknown, place: string): 0 | 1 {
  if (mark === true || mark === 1) return 1;
  if (mark === false || mark === 0) return 0;
  throw wrongShape(place, "true or false", show(mark));
}

function wrongShape(place: string, expected: string, got: string): Error {
  return CONNECTOR_OPTION({
    place,
    message: "The matrix must have one row per source and one column per target.",
    expected,
    got,
  });
}
