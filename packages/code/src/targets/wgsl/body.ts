/** Collects the lines of a function. */
export interface Body {
  line(text: string): void;
  /** Lines between braces. */
  block(head: string, write: () => void): void;
  /** Return a name that is unique within the function. */
  fresh(hint: string): string;
  text(): string;
}

/** Start the body of a function. */
export function body(): Body {
  const lines: string[] = [];
  let indent = "  ";
  let count = 0;
  const line = (text: string): void => void lines.push(indent + text);
  return {
    line,
    block(head, write) {
      line(`${head} {`);
      const outer = indent;
      indent += "  ";
      write();
      indent = outer;
      line("}");
    },
    // The number distinguishes a name from words of the language, the library and bindings.
    fresh: (hint) => `${plainName(hint)}_${count++}`,
    text: () => lines.join("\n"),
  };
}

/** Remove the characters of a name that WGSL does not accept. */
export function plainName(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9]+/g, "_").replace(/^_+/, "");
  return /^[A-Za-z]/.test(plain) ? plain : `x${plain}`;
}
