import {
  bytesBeside,
  bytesSource,
  checkOptionNames,
  type FormatContent,
  type FormatRecord,
  type FormatThing,
  joinBytes,
  type Loss,
  type OptionNames,
  type ReadThing,
  readFormat,
  type Stack,
  writeFormat,
} from "@spikeloom/kernel";
import { type Claim, claimsAbout } from "./claim.ts";

/** Inputs for testing a format. */
export interface FormatSuiteOptions {
  readonly stack: Stack;
  /** Items that it can store. */
  readonly things: readonly FormatThing[];
  /** Its options, if it needs any. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Whether output is reproducible byte for byte; not if files contain a time or an id. */
  readonly sameBytes?: boolean;
  /** Items that it can only write, such as results. */
  readonly onlyWrites?: readonly FormatContent[];
  /** Number of damaged files to read, by default 60. */
  readonly draws?: number;
}

interface Written {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly losses: readonly Loss[];
}

const names: OptionNames<FormatSuiteOptions> = {
  stack: true,
  things: true,
  options: true,
  sameBytes: true,
  onlyWrites: true,
  draws: true,
};

/**
 * Requirements for a file format.
 *
 * It reads back what it writes, or reports losses; invalid files give an error with a code.
 */
export function formatSuite(format: FormatRecord, options: FormatSuiteOptions): readonly Claim[] {
  checkOptionNames(options, names, "formatSuite");
  const { things } = options;
  return [
    ...things.flatMap((thing, k) => {
      const which = things.length === 1 ? "" : ` (thing ${k + 1})`;
      return claimsOfThing({ format, options, thing, which });
    }),
    ...strangeClaims(format, options),
  ];
}

interface Tried {
  readonly format: FormatRecord;
  readonly options: FormatSuiteOptions;
  readonly thing: FormatThing;
  /** Distinguishes it from others in the names of requirements. */
  readonly which: string;
}

function claimsOfThing({ format, options, thing, which }: Tried): readonly Claim[] {
  if (format.write === undefined) return [];
  const claim = claimsAbout(format);
  const write = (): Promise<Written> => written(format, thing, options);
  const { sameBytes = true } = options;
  const writes = claim(
    `writes the same ${sameBytes ? "bytes" : "files"} again${which}`,
    async ({ same }) => {
      const [once, again] = [await write(), await write()];
      if (sameBytes) same("the output", again, once);
      else same("the files", [...again.files.keys()], [...once.files.keys()]);
    },
  );
  const isRead = format.read !== undefined && options.onlyWrites?.includes(thing.holds) !== true;
  if (!isRead) return [writes];
  return [
    writes,
    claim(`reads back what it has written, or reports losses${which}`, async ({ same }) => {
      const { files, losses } = await write();
      const read = await readBack(format, files, options);
      if (losses.length + read.losses.length === 0 && files.size === 1) {
        same("the item read back", read.thing, thing);
      } else same("the item read back", read.thing.holds, thing.holds);
    }),
    claim(`gives an error with a code for damaged files${which}`, async ({ coded }) => {
      const { files } = await write();
      for (let draw = 0; draw < (options.draws ?? 60); draw++) {
        const odd = oneDamaged(files, draw);
        await coded(`draw ${draw}`, () => readBack(format, odd, options));
      }
    }),
    claim(`reports missing files next to its input with a code${which}`, async ({ coded }) => {
      const [first] = (await write()).files;
      const alone = new Map(first === undefined ? [] : [first]);
      await coded("the first file only", () => readBack(format, alone, options));
    }),
  ];
}

/** Files of other programs, which are not of this format, or hardly. */
const strange: readonly string[] = ["", "words", "{}", "[]", "<a/>", "\x89HDF\r\n\x1a\n", "\0\0\0"];

/** Requirements for foreign files, and for items that a format cannot store. */
function strangeClaims(format: FormatRecord, options: FormatSuiteOptions): readonly Claim[] {
  const claim = claimsAbout(format);
  const foreign = claim(
    "gives an error with a code for files of other formats",
    async ({ coded }) => {
      for (const text of strange) {
        const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
        await coded(JSON.stringify(text), () => readBack(format, new Map([["a", bytes]]), options));
      }
    },
  );
  const odd = (["network", "model", "result", "layers"] as const).find(
    (word) => !format.holds.includes(word),
  );
  const other = claim("refuses items that it cannot store", ({ refused }) => {
    const thing = { holds: odd, [String(odd)]: {} } as unknown as FormatThing;
    return refused(String(odd), () => writeFormat(format, thing, use(options)), ["SL_FORMAT_USE"]);
  });
  return [
    ...(format.read === undefined ? [] : [foreign]),
    ...(format.write === undefined || odd === undefined ? [] : [other]),
  ];
}

/** Read the first file, with the others next to it. */
function readBack(
  format: FormatRecord,
  files: Written["files"],
  options: FormatSuiteOptions,
): Promise<ReadThing> {
  const [[name, bytes] = ["", new Uint8Array(0)], ...others] = files;
  const beside = bytesBeside(Object.fromEntries(others));
  return readFormat(format, bytesSource(name, bytes), { ...use(options), beside });
}

function use({ stack, options }: FormatSuiteOptions) {
  return { stack, options };
}

async function written(
  format: FormatRecord,
  thing: FormatThing,
  options: FormatSuiteOptions,
): Promise<Written> {
  const { files, losses } = await writeFormat(format, thing, use(options));
  const held = new Map<string, Uint8Array>();
  for await (const { name, pieces } of files) {
    const parts: Uint8Array[] = [];
    for await (const piece of pieces) parts.push(piece.slice());
    held.set(name, joinBytes(parts));
  }
  return { files: held, losses };
}

/** Damage one of the files, each in turn. */
function oneDamaged(files: Written["files"], draw: number): Written["files"] {
  const odd = Math.floor(draw / 4) % Math.max(1, files.size);
  return new Map(
    [...files].map(([name, bytes], k) => [name, k === odd ? damaged(bytes, draw) : bytes]),
  );
}

/** Truncate a file or change some of its bytes, reproducibly for a draw. */
function damaged(bytes: Uint8Array, draw: number): Uint8Array {
  let state = draw + 1;
  const below = (bound: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  if (draw % 4 === 0) return bytes.slice(0, below(bytes.length));
  const copy = bytes.slice();
  for (let k = 0; k < 1 + below(4); k++) copy[below(copy.length)] = below(256);
  return copy;
}
