// Draws what studies of learning are known by: `node --conditions=@spikeloom/source
// packages/reproductions/src/pictures.ts song-2000` writes to `results/song-2000/`.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { nearestName } from "@spikeloom/kernel";
import { toPng, toSvg } from "@spikeloom/plots";
import { readArguments, runProgram } from "./arguments.ts";
import { STUDY_UNKNOWN } from "./errors.ts";
import { learningPictures } from "./learning-pictures.ts";

await runProgram(async () => {
  const { names } = readArguments(process.argv.slice(2), 1);
  const known = Object.keys(learningPictures);
  for (const name of names.length === 0 ? known : names) {
    const draw = learningPictures[name];
    if (draw === undefined) throw STUDY_UNKNOWN({ name, known, nearest: nearestName(name, known) });
    const figure = await draw();
    const folder = join("results", name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${name}.svg`), toSvg(figure));
    await writeFile(join(folder, `${name}.png`), await toPng(figure));
    console.log(join(folder, `${name}.png`));
  }
});
