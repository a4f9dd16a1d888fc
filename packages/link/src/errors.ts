import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A message that announces more bytes than allowed. */
export const LINK_LENGTH: ErrorFactory<{ length: number; most: number }> = defineError(
  "SL_LINK_LENGTH",
  ({ length, most }) => ({
    message: "A message of the link is too long.",
    place: "link",
    expected: `at most ${most} bytes`,
    got: `${length}`,
    next: "Transfer large arrays in files, and check that both ends use this protocol.",
  }),
);

/** Bytes that are not a valid message. */
export const LINK_MESSAGE: ErrorFactory<{ reason: string }> = defineError(
  "SL_LINK_MESSAGE",
  ({ reason }) => ({
    message: "The bytes received over the link are not a request.",
    place: "link",
    expected: "a Request of specs/link/1",
    got: reason,
    next: "Check that client and server come from the same release.",
  }),
);

/** Input that ends within a message. */
export const LINK_CUT: ErrorFactory<{ readonly bytes: number }> = defineError(
  "SL_LINK_CUT",
  ({ bytes }) => ({
    message: "The input of the link ends within a message.",
    place: "link",
    expected: "complete messages, each preceded by its length",
    got: `${bytes} bytes of a longer message`,
    next: "The client was killed or closed the link early; start it again.",
  }),
);

/** A request with an unknown call. */
export const LINK_CALL: ErrorFactory<{ known: readonly string[] }> = defineError(
  "SL_LINK_CALL",
  ({ known }) => ({
    message: "The server does not know the call of this request.",
    place: "link",
    expected: `one of ${known.join(", ")}`,
    next: "Use a client and a server of the same release.",
  }),
);

/** A client without a common version. */
export const LINK_VERSION: ErrorFactory<{
  known: readonly number[];
  got: readonly number[];
}> = defineError("SL_LINK_VERSION", ({ known, got }) => ({
  message: "Client and server have no version of the link in common.",
  place: "hello.versions",
  expected: known.join(" or "),
  got: got.length === 0 ? "none" : got.join(", "),
  next: "Use a client and a server of the same release.",
}));

/** A call in the wrong order, or repeated. */
export const LINK_ORDER: ErrorFactory<{ call: string; expected: string }> = defineError(
  "SL_LINK_ORDER",
  ({ call, expected }) => ({
    message: `"${call}" is not allowed at this point.`,
    place: call,
    expected,
    next: "First call hello once, then load and prepare a network or set up PyNN, then make other calls.",
  }),
);

/** A request sent before the client knew of a failure. */
export const LINK_SKIPPED: ErrorFactory<{ call: string; failed: number }> = defineError(
  "SL_LINK_SKIPPED",
  ({ call, failed }) => ({
    message: `"${call}" was ignored because request ${failed} before it failed.`,
    place: call,
    next: "Fix the earlier request, and send this one again.",
  }),
);

/** A missing or invalid value of a call. */
export const LINK_VALUE: ErrorFactory<{
  place: string;
  expected: string;
  got: string;
  example?: string | undefined;
}> = defineError("SL_LINK_VALUE", ({ place, expected, got, example }) => ({
  message: "A value of the request is missing or out of range.",
  place,
  expected,
  got,
  next: example === undefined ? "See specs/link/1 for the fields." : `Write ${example}.`,
}));

/** A network outside the folder that a client allowed. */
export const LINK_OUTSIDE: ErrorFactory<{ path: string; folder: string | undefined }> = defineError(
  "SL_LINK_OUTSIDE",
  ({ path, folder }) => ({
    message: "The network is outside the folder allowed for networks.",
    place: "load.path",
    expected: folder === undefined ? "a network as text" : `a file inside ${folder}`,
    got: path,
    next: "Name the folder of your networks in hello, or send the network as text.",
  }),
);

/** An array that cannot be read or written. */
export const LINK_ARRAY: ErrorFactory<{ place: string; expected: string; got: string }> =
  defineError("SL_LINK_ARRAY", ({ place, expected, got }) => ({
    message: "An array of the link cannot be transferred.",
    place,
    expected,
    got,
    next: "Free memory or disk space; other programs must not change the folder of the link.",
  }));

/** An array too large for memory. */
export const LINK_MEMORY: ErrorFactory<{ place: string; bytes: number; available: number }> =
  defineError("SL_LINK_MEMORY", ({ place, bytes, available }) => ({
    message: "An array of the link does not fit in memory.",
    place,
    expected: `at most ${available} bytes`,
    got: `${bytes}`,
    next: "Send less at once, or free memory.",
  }));

/** A bug in SpikeLoom. */
export const LINK_FAULT: ErrorFactory<{ call: string; details: string }> = defineError(
  "SL_LINK_FAULT",
  ({ call, details }) => ({
    message: "SpikeLoom encountered an unexpected error, which is a bug in SpikeLoom.",
    place: call,
    got: details,
    next: "Please report it, with the script.",
  }),
);

/** A name in a code object without a meaning. */
export const CODE_NAME: ErrorFactory<{ code: string; name: string }> = defineError(
  "SL_LINK_CODE_NAME",
  ({ code, name }) => ({
    message: `The name "${name}" has no value.`,
    place: code,
    expected: "a variable, a constant or a local variable that was set before",
    got: name,
    next: "Define the variable in the model or in the namespace.",
  }),
);

/** A function in a code object that is not implemented. */
export const CODE_FUNCTION: ErrorFactory<{ code: string; name: string }> = defineError(
  "SL_LINK_CODE_FUNCTION",
  ({ code, name }) => ({
    message: `The function "${name}" is not implemented.`,
    place: code,
    expected: "a function of the equation language",
    got: name,
    next: "Express it by the functions of the equation language.",
  }),
);
