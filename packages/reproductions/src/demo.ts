// The demo: Brunel's network in its four states, measured, compared with the paper and drawn.
// `node --conditions=@spikeloom/source packages/reproductions/src/demo.ts --seeds 5` adds the spread.
import { toTerminal } from "@spikeloom/plots";
import { readArguments, runProgram } from "./arguments.ts";
import { brunelStates } from "./brunel-2000/network.ts";
import { brunelPicture } from "./brunel-2000/picture.ts";
import { type BrunelLetter, type BrunelRun, runBrunelState } from "./brunel-2000/run-state.ts";
import { brunel2000 } from "./brunel-2000/study.ts";
import { type Comparison, comparePart } from "./compare.ts";
import { alignColumns } from "./comparison-table.ts";
import { pictureFolder } from "./picture-folder.ts";

const letters: readonly BrunelLetter[] = ["A", "B", "C", "D"];

await runProgram(async () => {
  const { seeds } = readArguments(process.argv.slice(2), 1);
  console.log("Brunel 2000 (doi:10.1023/A:1008925309027), figure 8: 12 500 neurons, 15.6 million");
  console.log(
    `synapses, 1 s of biological time, ${seeds === 1 ? "one seed" : `${seeds} seeds`}.\n`,
  );
  const pictures = pictureFolder("brunel-2000", letters);
  const rows: (readonly string[])[] = [];
  const files: string[] = [];
  let drawing = "";
  for (const letter of letters) {
    const runs = await runSeeds(letter, seeds);
    const [first] = runs;
    if (first === undefined) continue;
    const compared = comparePart(
      brunel2000,
      letter,
      runs.map(({ measured }) => measured),
    );
    if (compared.some(({ agrees }) => !agrees)) process.exitCode = 1;
    rows.push([`${letter} ${brunelStates[letter].about}`, ...columns(compared, first)]);
    const figure = brunelPicture(letter, first);
    if (letter === "B") drawing = drawInTerminal(figure);
    files.push(...(await pictures.write(letter, figure)));
  }
  const head = ["state", "rate (Hz)", "paper", "CV", "check", "rhythm (Hz)", "paper", "wall (s)"];
  console.log(alignColumns([head, ...rows]));
  console.log(
    "\nRates, CVs and rhythms of the excitatory neurons after 200 ms. The paper's figures are those",
  );
  console.log(
    "of its table 1; where it has none (in brackets, and all CVs) they come from an independent program.",
  );
  if (drawing !== "") console.log(`\n${drawing}`);
  console.log(`\nPictures:\n${files.map((file) => `  ${file}`).join("\n")}`);
});

async function runSeeds(letter: BrunelLetter, seeds: number): Promise<readonly BrunelRun[]> {
  const runs: BrunelRun[] = [];
  for (let seed = 1; seed <= seeds; seed++) runs.push(await runBrunelState(letter, seed));
  return runs;
}

/** Entries of a state under each heading; a star marks deviations from the reference. */
function columns(compared: readonly Comparison[], { seconds }: BrunelRun): readonly string[] {
  const of = (name: string): readonly [string, string] => {
    const found = compared.find(({ number }) => number.name === name);
    if (found === undefined) return ["", ""];
    const { measured, spread, agrees, number } = found;
    const places = name === "CV" ? 3 : 1;
    const deviation = Number.isNaN(spread) ? "" : ` ± ${spread.toFixed(places)}`;
    const published = number.published.toFixed(places);
    const isPaper = name === "CV" || number.source.includes("paper");
    return [
      `${measured.toFixed(places)}${deviation}${agrees ? "" : " *"}`,
      isPaper ? published : `(${published})`,
    ];
  };
  return [...of("rate"), ...of("CV"), ...of("frequency"), seconds.toFixed(1)];
}

function drawInTerminal(figure: ReturnType<typeof brunelPicture>): string {
  if (!process.stdout.isTTY) return "";
  const columns = Math.min(100, Math.max(40, process.stdout.columns));
  return toTerminal(figure, { columns, rows: 30 });
}
