import type { Figure } from "@spikeloom/plots";
import { runPublished } from "./run-published.ts";
import { songNetwork } from "./song-2000/network.ts";
import { songPicture } from "./song-2000/picture.ts";
import { burstNetwork } from "./tsodyks-2000/network.ts";
import { burstPicture } from "./tsodyks-2000/picture.ts";
import { vogelsNetwork } from "./vogels-2011/network.ts";
import { balancePicture } from "./vogels-2011/picture.ts";

/** Runs and pictures by study; a duration makes them shorter than the study. */
export const learningPictures: Readonly<Record<string, (duration?: string) => Promise<Figure>>> = {
  "song-2000": async (duration = "100 s") => songPicture(await runPublished(songNetwork(duration))),
  "tsodyks-2000": async (duration) => burstPicture(await runPublished(burstNetwork(duration))),
  "vogels-2011": async (duration) => {
    const length = duration === undefined ? {} : { for: duration };
    return balancePicture(await runPublished(vogelsNetwork(), 1, length));
  },
};
