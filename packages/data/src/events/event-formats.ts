import { aedat2 } from "./aedat/aedat2.ts";
import { aedat3 } from "./aedat/aedat3.ts";
import { aedat4 } from "./aedat/aedat4.ts";
import { dat } from "./dat.ts";
import type { EventFormat } from "./event-format.ts";
import { evt2 } from "./evt/evt2.ts";
import { evt3 } from "./evt/evt3.ts";
import { evt21 } from "./evt/evt21.ts";
import { nMnist } from "./n-mnist.ts";

/** Event file formats; those recognised only by file name come last. */
export const eventFormats: readonly EventFormat[] = [
  ...[evt3, evt2, evt21],
  ...[aedat2, aedat3, aedat4],
  ...[dat, nMnist],
];
