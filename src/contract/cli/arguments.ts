/** The arguments of the command: one table for parsing and for `--help`. */
import { parseArgs } from "node:util";
import { wholeNumbers } from "../option-checks.ts";

/** The command can't run with these arguments, or in this environment. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

interface Flag {
  readonly type: "string" | "boolean";
  /** The name of the value in `--help`. */
  readonly value?: string;
  readonly multiple?: boolean;
  readonly help: string;
}

export const flags = {
  url: { type: "string", value: "URL", help: "The server to test." },
  agent: {
    type: "string",
    value: "ID",
    help: "An agent that exists there: the same as --known agent_id=ID. Default: DARI_AGENT_ID, else the example of the description.",
  },
  known: {
    type: "string",
    value: "NAME=VALUE",
    multiple: true,
    help: "The value of a parameter that names something that exists on the server and that the run can't create: by name, or by place as in /orders/{id}:id=7.",
  },
  key: {
    type: "string",
    value: "NAME=ENV",
    multiple: true,
    help: "The environment variable that holds the key of the security scheme NAME. Default: DARI_API_KEY. For the scheme basic it holds user:password.",
  },
  header: {
    type: "string",
    value: "NAME:VALUE",
    multiple: true,
    help: "A header field that every request carries. Reports do not show its value if NAME contains auth, cookie, credential, key, password, secret, session or token.",
  },
  spec: {
    type: "string",
    value: "FILE",
    help: "Another OpenAPI 3.1 description, bundled, in JSON or YAML; or its URL on this machine.",
  },
  only: {
    type: "string",
    value: "TEXT",
    help: "Only the cases whose id, title or pointer contains TEXT; a valid request is sent first.",
  },
  ignore: {
    type: "string",
    value: "CODE[:TEXT]",
    multiple: true,
    help: "Findings with this code don't fail the run; with TEXT, only those whose case or title contains it. They are counted and listed.",
  },
  exclude: {
    type: "string",
    value: "TEXT",
    multiple: true,
    help: "Don't send the cases whose id, title or pointer contains TEXT. They are counted.",
  },
  list: { type: "boolean", help: "Print the cases, and send nothing." },
  explain: {
    type: "string",
    value: "NAME",
    help: "Print what a code such as DS121, or a name such as invalid-accepted, means, why it matters, and how to fix it.",
  },
  seed: { type: "string", value: "N", help: "The seed of the random cases. Default: 1." },
  runs: { type: "string", value: "N", help: "Random cases of each operation. Default: 30." },
  concurrency: { type: "string", value: "N", help: "Requests at a time. Default: 8." },
  timeout: {
    type: "string",
    value: "MS",
    help: "Milliseconds that a request may take. Default: 5000.",
  },
  "max-creates": {
    type: "string",
    value: "N",
    help: "The run creates at most N things on the server. Default: 400 for each operation of the description.",
  },
  "max-failures": {
    type: "string",
    value: "N",
    help: "Stop after N different findings. Default: no limit.",
  },
  junit: { type: "string", value: "FILE", help: "Write the report in the JUnit format." },
  json: { type: "string", value: "FILE", help: "Write the report with all its data." },
  har: {
    type: "string",
    value: "FILE",
    help: "Write the requests and responses of the findings as an HTTP Archive, without secrets.",
  },
  version: { type: "boolean", help: "Print the version." },
  help: { type: "boolean", help: "Print this." },
} as const;

export type Arguments = ReturnType<typeof parseArgs<{ options: typeof flags }>>["values"];

/** Parses the arguments; a wrong one throws a {@link UsageError} that names it. */
export function parseArguments(args: string[]): Arguments {
  try {
    return parseArgs({ args, options: flags, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The whole numbers that options were given; what is no number is passed on as NaN, and refused with its range. */
export function wholeNumbersOf(values: Arguments): Partial<Record<keyof typeof wholeNumbers, number>> {
  const numbers = Object.keys(wholeNumbers).flatMap((name) => {
    const text = values[flagOf(name) as keyof Arguments];
    return typeof text === "string" ? [[name, /^\d+$/.test(text) ? Number(text) : Number.NaN]] : [];
  });
  return Object.fromEntries(numbers);
}

/** The options of a run whose flags have other names than they. */
const otherNames: Readonly<Record<string, string>> = { baseUrl: "url", keys: "key", headers: "header" };

/** The flag of an option of a run, such as `max-creates` for `maxCreates`. */
export function flagOf(option: string): string {
  return otherNames[option] ?? option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The pairs that an option was given, such as `NAME=VALUE` or `NAME:VALUE`. */
export function pairsOf(values: Arguments, name: "known" | "key" | "header"): [string, string][] {
  const form = flags[name].value;
  return (values[name] ?? []).map((text) => {
    const at = text.indexOf(name === "header" ? ":" : "=");
    const pair: [string, string] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    if (at < 1 || pair.includes("")) throw new UsageError(`--${name} takes ${form}, and got ${shown(name, text)}.`);
    return pair;
  });
}

/** What an option was given, for an error; a header field may be a secret. */
const shown = (name: string, text: string) => (name === "header" ? "something else" : JSON.stringify(text));

const indent = 26;
const width = 80;

export function helpText(): string {
  const lines = Object.entries(flags as Record<string, Flag>).map(([name, { value, help }]) => {
    const head = `  --${name}${value === undefined ? "" : ` ${value}`}`;
    const text = help.replaceAll(
      new RegExp(`(.{1,${width - indent}})(?: |$)`, "g"),
      (_, line) => `${" ".repeat(indent)}${line}\n`,
    );
    return head.length < indent - 1 ? head.padEnd(indent) + text.trimStart() : `${head}\n${text}`;
  });
  return `Tests whether a server keeps to its OpenAPI description.

Usage: dari-contract --url URL [options]

  DARI_API_KEY=… dari-contract --url https://staging.example.com --agent agt_123

${lines.join("")}
Exit status: 0 passed; 1 failed; 2 not tested, or not completely.
`;
}
