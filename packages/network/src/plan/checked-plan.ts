import {
  type ConnectorPlan,
  type ConnectorRecord,
  callPlugin,
  faultOfPlugin,
  type IndexList,
  isRecord,
  PLUGIN_RETURN,
  printReturn,
  type RowDraws,
  type RowPermutation,
  type SpikeLoomError,
} from "@spikeloom/kernel";
import { permutationRounds } from "@spikeloom/random";
import type { IndexBuffer } from "../connectors/index-list.ts";

/** A connector plan, built in or third-party, whose rows are checked to name existing neurons. */
export interface CheckedPlan extends ConnectorPlan {
  partners(index: number, out: IndexBuffer): void;
}

interface Ends {
  readonly sources: number;
  readonly targets: number;
  readonly place: string;
}

/**
 * Call a connector's plan and reject results that specs/plugins.md does not allow.
 *
 * Rows are checked as they are drawn: an index past the end would overwrite other memory.
 */
export function checkedPlan(plan: unknown, connector: ConnectorRecord, ends: Ends): CheckedPlan {
  const { place } = ends;
  const wrong = (what: string, expected: string, value: unknown): SpikeLoomError =>
    PLUGIN_RETURN({ plugin: connector, place, what, expected, got: printReturn(value) });
  if (!isRecord(plan)) throw wrong("a plan", "a record with expected, by and partners", plan);
  const { expected, by, partners, prepareRows, listed, draws, window } =
    plan as Partial<ConnectorPlan>;
  if (typeof expected !== "number" || !Number.isFinite(expected) || expected < 0) {
    throw wrong('"expected" of its plan', "a finite number of connections from 0 on", expected);
  }
  if (by !== "target" && by !== "source") {
    throw wrong('"by" of its plan', '"target" or "source"', by);
  }
  if (typeof partners !== "function") throw wrong('"partners" of its plan', "a function", partners);
  if (prepareRows !== undefined && typeof prepareRows !== "function") {
    throw wrong('"prepareRows" of its plan', "a function, or none", prepareRows);
  }
  const size = by === "target" ? ends.sources : ends.targets;
  const row = rowReader(connector, { ...ends, size, other: by === "target" ? "source" : "target" });
  const given = plan as unknown as ConnectorPlan;
  return {
    expected,
    by,
    ...(prepareRows !== undefined && {
      *prepareRows() {
        const pieces = callPlugin(connector, place, () => given.prepareRows?.() ?? []);
        if (!isIterable(pieces)) {
          throw wrong('the return value of "prepareRows"', "an iterable of pieces", pieces);
        }
        try {
          yield* pieces;
        } catch (fault) {
          throw faultOfPlugin(connector, place, fault);
        }
      },
    }),
    partners: (index, out) => row(given, index, out),
    ...(listed !== undefined && { listed: checkedList(listed, wrong) }),
    ...(draws !== undefined && { draws: checkedDraws(draws, size, wrong) }),
    ...(window !== undefined && { window }),
  };
}

interface RowTask extends Ends {
  /** Upper bound of the indices in a row. */
  readonly size: number;
  readonly other: "source" | "target";
}

function rowReader(
  connector: ConnectorRecord,
  { size, place, other }: RowTask,
): (plan: ConnectorPlan, index: number, out: IndexBuffer) => void {
  const wrong = (what: string, expected: string, value: unknown): SpikeLoomError =>
    PLUGIN_RETURN({ plugin: connector, place, what, expected, got: printReturn(value) });
  let to: IndexBuffer | undefined;
  // One list for all rows. Pushed values remain numbers in it, whereas an integer array would truncate them.
  const list: IndexList = {
    get length(): number {
      return to?.length ?? 0;
    },
    push(index): void {
      if (!Number.isInteger(index) || index < 0 || index >= size) throw outside(index);
      to?.push(index);
    },
    extend(count): Uint32Array {
      if (Number.isInteger(count) && count >= 0 && count <= mostInRow && to !== undefined) {
        return to.extend(count);
      }
      throw wrong(
        "a number of connections of one neuron",
        `a whole number up to ${mostInRow}`,
        count,
      );
    },
  };
  const outside = (index: unknown): SpikeLoomError =>
    wrong(`a ${other} in a row`, `an integer from 0 to ${size - 1}`, index);
  return (plan, index, out) => {
    const start = out.length;
    to = out;
    // As `callPlugin` does, without a closure for each row.
    try {
      plan.partners(index, list);
    } catch (fault) {
      throw faultOfPlugin(connector, place, fault);
    }
    const row = out.view();
    for (let k = start; k < row.length; k++) {
      if ((row[k] as number) >= size) throw outside(row[k]);
    }
  };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

type Wrong = (what: string, expected: string, value: unknown) => SpikeLoomError;

/** Connections of one neuron that an array can hold. */
const mostInRow = 2 ** 30;

const drawKinds: readonly unknown[] = ["all", "same", "any", "distinct", "permuted"];

function checkedDraws(draws: unknown, size: number, wrong: Wrong): RowDraws {
  const { kind, row, permutation } = isRecord(draws) ? (draws as Partial<RowDraws>) : {};
  if (!drawKinds.includes(kind) || typeof row !== "function") {
    throw wrong('"draws" of its plan', `a kind (${drawKinds.join(", ")}) and a function`, draws);
  }
  if (kind === "permuted" && !isPermutation(permutation, size)) {
    throw wrong(
      '"permutation" of "draws" of its plan',
      "size, words and each in range",
      permutation,
    );
  }
  const given = draws as RowDraws;
  return {
    kind: given.kind,
    ...(kind === "permuted" && { permutation: permutation as RowPermutation }),
    row(index) {
      const own = given.row(index);
      const { count, word, skip } = isRecord(own) ? own : {};
      const isWhole = [count, word, skip].every(Number.isInteger);
      const most = kind === "any" || kind === "permuted" ? mostInRow : size;
      const isInside = Number(count) >= 0 && Number(count) <= most && Number(skip) < size;
      if (isWhole && isInside && Number(word) >= 0 && Number(skip) >= -1) return own;
      throw wrong('a row of "draws" of its plan', "count, word and skip in range", own);
    },
  };
}

function isPermutation(given: unknown, neurons: number): boolean {
  const { size, words, each } = isRecord(given) ? (given as Partial<RowPermutation>) : {};
  const areWords = Array.isArray(words) && words.length === permutationRounds;
  return areWords && words.every(Number.isInteger) && size === neurons * Number(each);
}

function checkedList(listed: unknown, wrong: Wrong): NonNullable<ConnectorPlan["listed"]> {
  const { length, entry } = isRecord(listed) ? (listed as Partial<Listed>) : {};
  if (typeof length !== "number" || !Number.isInteger(length) || length < 0) {
    throw wrong('"listed.length" of its plan', "a whole number from 0 on", length);
  }
  if (typeof entry !== "function") {
    throw wrong('"listed.entry" of its plan', "a function", entry);
  }
  const given = listed as unknown as Listed;
  return {
    length,
    entry(index, k, partner) {
      const found: unknown = given.entry(index, k, partner);
      if (Number.isInteger(found) && (found as number) >= 0 && (found as number) < length) {
        return found as number;
      }
      throw wrong("an entry of its list", `a whole number from 0 to ${length - 1}`, found);
    },
  };
}

type Listed = NonNullable<ConnectorPlan["listed"]>;
