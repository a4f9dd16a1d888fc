import { OUTPUT_OTHER } from "@spikeloom/files";
import { SpikeLoomError } from "@spikeloom/kernel";
import { writeNetwork } from "@spikeloom/network";
import type { PlannedRun } from "@spikeloom/simulate";
import { formatName } from "./layout.ts";
import { openResult } from "./open-result.ts";
import type { OpenResult } from "./opened-result.ts";

/**
 * Refuse to overwrite a file other than a result of the same run.
 *
 * Runs are the same if network, duration, seed, rules and backend are, on any machine and version; so a repeated
 * command overwrites its own result, even an incomplete one, and nothing else.
 */
export function refuseOther(path: string, run: PlannedRun): void {
  const got = otherIn(path, run);
  if (got !== undefined) throw OUTPUT_OTHER({ path, got });
}

/** Describe the contents of a file; undefined if it is a result of this run. */
function otherIn(path: string, run: PlannedRun): string | undefined {
  try {
    return openResult(path, (file) => {
      if (file.textAttribute("/", "format") !== formatName) return "not a result file";
      const held = networkIn(file);
      if (held === undefined) return "a damaged result";
      const other = differences(file, held, run);
      return other.length === 0
        ? undefined
        : `the result of a run with a different ${listed(other)}`;
    });
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return "not a result file, or a damaged one";
    throw fault;
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Read the network of a file; undefined if its text is damaged. */
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

/** Name and source of a network; they do not affect a run, and `networkFingerprint` ignores them too. */
const words = ["$schema", "name", "about", "cite"];

/** List the settings in which a file's network and a run differ. */
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
