/** Kind of a file without a network, and the command that accepts it. */
export interface OtherContent {
  /** As a phrase of a message: `a picture of PNG`. */
  readonly holds: string;
  readonly next: string;
}

interface KnownContent extends Pick<OtherContent, "holds"> {
  /** Whether a file begins with `start`, one character per byte. */
  is(start: string): boolean;
  next(file: string): string;
}

const shown = (file: string): string =>
  `spikeloom data show ${file} plots it, spikeloom encode turns it into spikes.`;

const begins =
  (...marks: readonly string[]) =>
  (start: string): boolean =>
    marks.some((mark) => start.startsWith(mark));

/** Header lines that announce events. */
const ofEvents = /^#!AER-DAT|^(?:%[^\n]*\n)*?%(?: evt | format |[^\n]*Data file containing)/;

/** Kind of SpikeLoom JSON, by its first fields. */
const ofTraining = /^\s*\{[\s\S]*"format"\s*:\s*"spikeloom-training"/;
const ofNetwork = /^\s*\{[^{}[\]]*"format"\s*:\s*"spikeloom-network"/;
const ofModel = /^\s*\{[^{}[\]]*"kind"\s*:\s*"(?:neuron|synapse|plasticity)"/;
const namedModel = /^\s*\{[^{}[\]]*"format"\s*:\s*"spikeloom-model"/;

/** Two zeros, a type and the number of axes. */
const isIdx = (start: string): boolean => {
  const [first, second, type = 0, axes = 0] = Array.from(start.slice(0, 4), (one) =>
    one.charCodeAt(0),
  );
  return first === 0 && second === 0 && type >= 8 && type <= 14 && axes >= 1 && axes <= 4;
};

/** Files that are common next to networks, by their start. */
const known: readonly KnownContent[] = [
  {
    is: begins("\x89SLT"),
    holds: "the state of a training",
    next: () => "Resume from it with spikeloom train, the training file and --resume.",
  },
  {
    is: begins("\x89SLC"),
    holds: "a checkpoint of a run",
    next: () => "Continue from it with spikeloom run, the network and --continue.",
  },
  { is: (start) => ofEvents.test(start), holds: "event-camera data", next: shown },
  { is: begins("\x89PNG"), holds: "a PNG image", next: shown },
  {
    is: begins("\xff\xd8\xff"),
    holds: "a JPEG image",
    next: () => "Convert it to PNG, which spikeloom data show and encode can read.",
  },
  { is: (start) => start.startsWith("WAVE", 8), holds: "a sound", next: shown },
  { is: begins("0       ", "\xffBIOSEMI"), holds: "an EDF or BDF recording", next: shown },
  { is: begins("\x93NUMPY"), holds: "a NumPy array", next: shown },
  { is: isIdx, holds: "an IDX array", next: shown },
  {
    is: begins("\x1f\x8b"),
    holds: "a gzip-compressed file",
    next: (file) =>
      `Decompress it; spikeloom data show ${file} reads compressed IDX arrays directly.`,
  },
  {
    is: (start) => start.startsWith("PK") && start.includes("/data.pkl"),
    holds: "PyTorch weights",
    next: () =>
      "Export them from PyTorch as NIR, ONNX or safetensors: pickled files can contain arbitrary code.",
  },
  {
    is: (start) => ofTraining.test(start),
    holds: "a training",
    next: (file) => `Train it with spikeloom train ${file}, then run the network that this writes.`,
  },
  {
    is: (start) => ofNetwork.test(start),
    holds: "a network",
    next: (file) => `spikeloom show ${file} describes it.`,
  },
  {
    is: (start) => ofModel.test(start),
    holds: "a model",
    next: (file) => `spikeloom show ${file} describes it.`,
  },
  {
    is: (start) => namedModel.test(start),
    holds: "a model without a kind",
    next: () => 'Replace "format" with "kind": "neuron", "synapse" or "plasticity".',
  },
  {
    is: begins("\xff\xfe", "\xfe\xff"),
    holds: "a UTF-16 text",
    next: () => "Save it as UTF-8.",
  },
];

/** Number of bytes that contains the longest of these. */
const mostLooked = 2 ** 12;

/** Detect the kind of a file by its first bytes; undefined if it is unknown. */
export function otherContent(start: Uint8Array, file: string): OtherContent | undefined {
  const text = String.fromCharCode(...start.subarray(0, mostLooked));
  const found = known.find(({ is }) => is(text));
  return found && { holds: found.holds, next: found.next(file) };
}
