/** The changes of the client that no test notices, and why none has to. */

/** What is read of Stryker's report, by the file. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly status: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number } };
}

type Survivor = readonly [file: string, code: string];

/** For each reason: the file, and a piece of the line that is changed. */
const reasons: Readonly<Record<string, readonly Survivor[]>> = {
  "TypeScript asks for a value that is never used": [
    ["client.ts", 'name ?? ""'],
    ["client.ts", 'parseJson(data ?? "")'],
    ["attempt.ts", '#apiKey = ""'],
    ["headers.ts", 'value ?? ""'],
  ],
  "At the limit itself, both branches do the same": [
    ["response.ts", "if (size > limit) return"],
    ["abort.ts", "milliseconds <= 0"],
    ["attempt.ts", "deadline - this.#started <= attemptTimeout"],
    ["attempt.ts", "end < this.#call.deadline"],
    ["redact.ts", "start < text.length"],
  ],
  "An error of this call is ignored": [
    ["attempt.ts", "late?.body?.cancel?.()"],
    ["attempt.ts", "received.body?.cancel?.()"],
  ],
  "`npm run runtimes` tests it, in runtimes without `process` or its properties": [
    ["options.ts", "globalThis.process?.env?."],
    ["headers.ts", "globalThis.process?.versions?.node"],
  ],
  "A module computes it when it loads, before Stryker can change it for one test": [
    ["errors.ts", "Object.defineProperty(DariError.prototype, brand"],
    ["errors.ts", "const classes = "],
    ["errors.ts", 'Object.defineProperty(prototype, "name"'],
  ],
  "A function without a result returns undefined": [["json.ts", "} catch {"]],
  "The text that is added to the secrets is in no response": [["attempt.ts", "flatMap(stringsIn) : []"]],
};

/** The places of the survivors that have no reason. */
export function unexplained({ files }: Report): string[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split("\n");
    const explained = Object.values(reasons).flat();
    return mutants
      .filter(({ status }) => status === "Survived" || status === "NoCoverage")
      .map(({ location: { start }, replacement }) => ({
        number: start.line,
        line: lines[start.line - 1] ?? "",
        replacement,
      }))
      .filter(({ line }) => !explained.some(([path, code]) => file.endsWith(path) && line.includes(code)))
      .map(({ number, line, replacement }) => `${file}:${number} ${line.trim()} → ${replacement}`);
  });
}
