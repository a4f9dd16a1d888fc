/** Frames that are kept of a stack, as those of these packages are many and are then left out. */
const most = 64;

/** V8 has this, and so have newer browsers; without it a stack stays as it is. */
type Capturing = typeof Error & {
  readonly captureStackTrace?: (target: object) => void;
  stackTraceLimit?: number;
};

/**
 * Let an error print what its code says and the caller's own frames, none of these packages.
 *
 * The caller's fault is in the caller's code. Whoever asks for more frames than usual, as with
 * `node --stack-trace-limit=100`, gets all.
 */
export function leaveOutOwnFrames(error: Error, head: () => string): void {
  const own: Capturing = Error;
  const { captureStackTrace, stackTraceLimit: limit = 0 } = own;
  const isWritable = Object.getOwnPropertyDescriptor(Error, "stackTraceLimit")?.writable === true;
  if (captureStackTrace === undefined || !isWritable || limit < 1 || limit > usual) return;
  const trace: { readonly stack?: string } = {};
  own.stackTraceLimit = most;
  // Node prints the line of the first frame before the error, unless it says that it does not want to be printed.
  captureStackTrace(error); // node-do-not-add-exception-line
  captureStackTrace(trace);
  own.stackTraceLimit = limit;
  let text: string | undefined;
  Object.defineProperty(error, "stack", {
    configurable: true,
    enumerable: false,
    // Most errors are gathered and never printed, and to print a stack takes as long as a check.
    get() {
      text ??= [head(), ...framesOf(trace.stack ?? "")].join("\n");
      return text;
    },
    set(value: string) {
      text = value;
    },
  });
}

/** As many as V8 gives where nobody asks for more; tools for tests and debuggers ask for 100. */
const usual = 10;

function framesOf(stack: string): readonly string[] {
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const isOwn = ownFrame(frames[0] ?? "");
  // A function of the language, such as the `next` of a generator, belongs to whoever calls it.
  const isLeftOut = (frame: string, k: number): boolean => {
    const caller = frames[k + 1];
    if (/\(<anonymous>\)$/.test(frame)) return caller !== undefined && isLeftOut(caller, k + 1);
    return isOwn(frame) || /\(?node:internal\//.test(frame);
  };
  return frames.filter((frame, k) => !isLeftOut(frame, k));
}

/** Tell frames of these packages: installed ones, and those of the workspace that this file lies in. */
function ownFrame(here: string): (frame: string) => boolean {
  const installed = /[\\/]node_modules[\\/](@spikeloom[\\/]|spikeloom[\\/])/;
  const [, root] =
    /\(?((?:file:)?[^()\s]*[\\/])packages[\\/]kernel[\\/](?:src|dist)[\\/]/.exec(here) ?? [];
  return (frame) => {
    if (installed.test(frame)) return true;
    if (root === undefined) return false;
    const inside = frame.split(root, 2)[1];
    return (
      inside !== undefined && /^(packages|plugins)[\\/][\w-]+[\\/](src|dist)[\\/]/.test(inside)
    );
  };
}
