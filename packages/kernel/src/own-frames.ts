/** Maximum number of captured frames; many belong to these packages and are removed. */
const most = 64;

/** Available in V8 and newer browsers; without it a stack trace stays unchanged. */
type Capturing = typeof Error & {
  readonly captureStackTrace?: (target: object) => void;
  stackTraceLimit?: number;
};

/**
 * Make an error print its text and only the caller's stack frames, without those of these packages.
 *
 * The mistake is in the caller's code. With a raised limit, as with `node --stack-trace-limit=100`, all frames are printed.
 */
export function leaveOutOwnFrames(error: Error, head: () => string): void {
  const own: Capturing = Error;
  const { captureStackTrace, stackTraceLimit: limit = 0 } = own;
  const isWritable = Object.getOwnPropertyDescriptor(Error, "stackTraceLimit")?.writable === true;
  if (captureStackTrace === undefined || !isWritable || limit < 1 || limit > usual) return;
  const trace: { readonly stack?: string } = {};
  own.stackTraceLimit = most;
  // Node prints the source line of the first frame before the error, unless the error opts out.
  captureStackTrace(error); // node-do-not-add-exception-line
  captureStackTrace(trace);
  own.stackTraceLimit = limit;
  let text: string | undefined;
  Object.defineProperty(error, "stack", {
    configurable: true,
    enumerable: false,
    // Formatting is lazy: most errors are collected and never printed, and printing a stack takes as long as a check.
    get() {
      text ??= [head(), ...framesOf(trace.stack ?? "")].join("\n");
      return text;
    },
    set(value: string) {
      text = value;
    },
  });
}

/** V8's default limit; test tools and debuggers raise it to 100. */
const usual = 10;

function framesOf(stack: string): readonly string[] {
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const isOwn = ownFrame(frames[0] ?? "");
  // A built-in frame, such as the `next` of a generator, belongs to its caller.
  const isLeftOut = (frame: string, k: number): boolean => {
    const caller = frames[k + 1];
    if (/\(<anonymous>\)$/.test(frame)) return caller !== undefined && isLeftOut(caller, k + 1);
    return isOwn(frame) || /\(?node:internal\//.test(frame);
  };
  return frames.filter((frame, k) => !isLeftOut(frame, k));
}

/** Recognise frames of these packages: installed ones, and those of the workspace that contains this file. */
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
