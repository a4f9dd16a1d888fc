import { SpikeLoomError } from "@spikeloom/kernel";
import { writeNetwork } from "@spikeloom/network";
import type { PlannedRun } from "@spikeloom/simulate";
import { OUTPUT_OTHER } from "../files/errors.ts";
import { formatName } from "./layout.ts";
import { openResult } from "./open-result.ts";
import type { OpenResult } from "./opened-result.ts";

/**
 * Refuse to write over what is no result of the same run.
 *
 * Runs are the same where network, duration, seed, rules and backend are, whatever machine or version did them; so a command that
 * is given again writes over its own result, a stopped one too, and over nothing else.
 */
export function refuseOther(path: string, run: PlannedRun): void {
  const got = otherIn(path, run);
  if (got !== undefined) throw OUTPUT_OTHER({ path, got });
}

/** Say what a file holds; undefined where it is a result of this run. */
function otherIn(path: string, run: PlannedRun): string | undefined {
  try {
    return openResult(path, (file) => {
      if (file.textAttribute("/", "format") !== formatName) return "no result of a run";
      const held = networkIn(file);
      if (held === undefined) return "a damaged result";
      const other = differences(file, held, run);
      return other.length === 0 ? undefined : `the result of a run with another ${listed(other)}`;
    });
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return "no result of a run, or a damaged one";
    throw fault;
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Read the network of a file; undefined where its text is damaged. */
function networkIn(file: OpenResult): Fields | undefined {
  try {
    return fieldsOf(file.text("network"));
  } catch (fault) {
    if (fault instanceof SyntaxError) return undefined;
    throw fault;
  }
}

function fieldsOf(text: string): Fields | undefined {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? { ...value } : undefined;
}

/** What a network is called and where it is from; no run depends on it, and `networkFingerprint` leaves it out too. */
const words = ["$schema", "name", "about", "cite"];

/** Name what is another in a file, which holds a network, than in a run. */
function differences(
  file: OpenResult,
  held: Fields,
  { network, asked, provenance }: PlannedRun,
): readonly string[] {
  const { backend, convention, seed, precision, tier } = provenance;
  const texts = { backend, convention, precision, tier };
  const other = Object.entries(texts).flatMap(([name, value]) =>
    file.textAttribute("provenance", name) === value ? [] : [name],
  );
  if (file.integerAttribute("provenance", "seed") !== seed) other.push("seed");
  if (file.numberAttribute("/", "asked") !== asked) other.push("duration");
  const own = fieldsOf(writeNetwork(network)) ?? {};
  const fields = Object.keys({ ...held, ...own }).filter(
    (name) => !words.includes(name) && JSON.stringify(held[name]) !== JSON.stringify(own[name]),
  );
  return [...new Set([...other, ...fields])];
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
