/** Collects the lines of a function. */
export interface Body {
  line(text: string): void;
  /** Lines between braces. */
  block(head: string, write: () => void): void;
  /** Make a name that nothing else of the function has. */
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
    // The number keeps a name apart from words of the language, the library and bindings.
    fresh: (hint) => `${plainName(hint)}_${count++}`,
    text: () => lines.join("\n"),
  };
}

/** Cut a name to letters and digits that WGSL takes. */
export function plainName(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9]+/g, "_").replace(/^_+/, "");
  return /^[A-Za-z]/.test(plain) ? plain : `x${plain}`;
}
