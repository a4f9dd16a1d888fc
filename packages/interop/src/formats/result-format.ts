import { defineFormat, type FormatRecord, thingOf } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";

/** Results in HDF5, as specified in `specs/result/1`. */
export const resultFormat: FormatRecord = defineFormat({
  name: "spikeloom-result",
  about: "Recorded data and its network in one HDF5 file.",
  extensions: [".h5", ".hdf5"],
  marks: [{ attributes: { format: "spikeloom-result" } }],
  holds: ["result"],
  options: {},
  losses: {},
  async read(source) {
    const [{ readContents }, { openedResult }, { randomBytes }] = await Promise.all([
      import("../hdf5/read-contents.ts"),
      import("../hdf5/opened-result.ts"),
      import("./held-source.ts"),
    ]);
    const file = openedResult(source.name, await randomBytes(source));
    return { thing: { holds: "result", result: readContents(file, source.name) }, losses: [] };
  },
  async write(thing) {
    const { result } = thingOf(thing, "result");
    const [{ fillResult }, { heldFile }] = await Promise.all([
      import("../hdf5/fill-result.ts"),
      import("./held-file.ts"),
    ]);
    return {
      files: (async function* () {
        const file = heldFile();
        fillResult(file, result as Result);
        yield { name: "result.h5", pieces: [file.bytes()] };
      })(),
      losses: [],
    };
  },
});
