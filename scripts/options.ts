/** Reads the options of an npm script, prints its help, and explains what is wrong with an option. */
import { parseArgs } from "node:util";

/** An option, as `parseArgs` takes it, and what `--help` prints of it. */
interface Option {
  readonly type: "string" | "boolean";
  readonly default?: string | boolean;
  /** What stands for the value in the help. @default "value" */
  readonly value?: string;
  readonly help: string;
}

type Options = Record<string, Option>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>["values"];

const helpOption: Options = { help: { type: "boolean", help: "Print this help." } };

/** How the script is called, up to its options: `npm run mock --`. */
function command(): string {
  const script = process.env["npm_lifecycle_event"];
  if (script === undefined) return `node ${process.argv[1]}`;
  return `npm ${script === "start" ? "start" : `run ${script}`} --`;
}

function usage(name: string, { type, value = "value" }: Option): string {
  return type === "string" ? `--${name} <${value}>` : `--${name}`;
}

function helpText(purpose: string, options: Options): string {
  const rows = Object.entries(options).map(([name, option]) => ({
    name: usage(name, option),
    help: option.type === "string" && option.default ? `${option.help} Default: ${option.default}.` : option.help,
  }));
  const width = Math.max(...rows.map(({ name }) => name.length));
  const list = rows.map(({ name, help }) => `  ${name.padEnd(width)}  ${help}`).join("\n");
  return `Usage: ${command()} [options]\n\n${purpose}\n\nOptions:\n${list}`;
}

/**
 * The command with `--` before its options, if npm took some of them as its own; `undefined` if it took none. npm hands
 * an option that it doesn't know to the script as an environment variable, and the option's value as an argument.
 */
function missingDashes(options: Record<string, { type: "string" | "boolean" }>): string | undefined {
  const values = process.argv.slice(2);
  const taken = Object.entries(options).flatMap(([name, { type }]) => {
    const value = process.env[`npm_config_${name.replaceAll("-", "_")}`];
    if (!value) return [];
    if (type === "boolean") return [`--${name}`];
    return [`--${name} ${value === "true" ? (values.shift() ?? "<value>") : value}`];
  });
  return taken.length > 0 ? `${command()} ${taken.join(" ")}` : undefined;
}

/**
 * The values of the options that a script was given. With `--help` it prints the help and ends this process; for a wrong
 * option it prints the right ones and ends this process with status 2.
 *
 * @example
 * const { port } = readOptions("Serves the mock.", {
 *   port: { type: "string", value: "number", default: "4010", help: "The port to listen on." },
 * });
 */
export function readOptions<T extends Options>(purpose: string, options: T): Values<T> {
  refuseMissingDashes(options);
  if (process.argv.includes("--help")) {
    console.log(helpText(purpose, { ...options, ...helpOption }));
    process.exit(0);
  }
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    // After the first sentence comes advice on arguments that begin with a hyphen: no script takes any.
    const [problem] = (error as Error).message.split(/\. |\n/);
    const allowed = Object.entries({ ...options, ...helpOption }).map(([name, option]) => usage(name, option));
    return fail(`${problem?.replace(/\.$/, "")}.\nOptions: ${allowed.join(", ")}.`);
  }
}

/** Ends this process with status 2 if npm took options of the script for its own, and says what to type instead. */
export function refuseMissingDashes(options: Record<string, { type: "string" | "boolean" }>): void {
  const corrected = missingDashes(options);
  if (corrected === undefined) return;
  fail(`npm took the options for its own: write -- before the options of a script.\nNext: ${corrected}`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
