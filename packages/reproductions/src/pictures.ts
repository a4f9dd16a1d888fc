// Draws the characteristic pictures of learning studies: `node --conditions=@spikeloom/source
// packages/reproductions/src/pictures.ts song-2000` writes to `results/song-2000/`.
import { nearestName } from "@spikeloom/kernel";
import { readArguments, runProgram } from "./arguments.ts";
import { STUDY_UNKNOWN } from "./errors.ts";
import { learningPictures } from "./learning-pictures.ts";
import { pictureFolder } from "./picture-folder.ts";

await runProgram(async () => {
  const { names } = readArguments(process.argv.slice(2), 1);
  const known = Object.keys(learningPictures);
  for (const name of names.length === 0 ? known : names) {
    const draw = learningPictures[name];
    if (draw === undefined) throw STUDY_UNKNOWN({ name, known, nearest: nearestName(name, known) });
    const pictures = pictureFolder(name, [name]);
    const [, png] = await pictures.write(name, await draw());
    console.log(png);
  }
});
