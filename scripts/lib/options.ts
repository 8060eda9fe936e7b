/** The options of an npm script: `parseArgs` with a help text, and errors that say what to type. */
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

const script = process.env["npm_lifecycle_event"] ?? "<script>";
const command = `npm ${script === "start" ? "start" : `run ${script}`} --`;

function end(status: number, text: string): never {
  console[status === 0 ? "log" : "error"](text);
  process.exit(status);
}

function helpOf(options: Options): string {
  const all = Object.entries<Option>({ ...options, help: { type: "boolean", help: "Print this help." } });
  const rows = all.map(([name, { type, value = "value", default: preset, help }]) => {
    const usage = type === "string" ? `--${name} <${value}>` : `--${name}`;
    return `  ${usage.padEnd(20)}  ${help}${typeof preset === "string" ? ` Default: ${preset}.` : ""}`;
  });
  return ["Options:", ...rows].join("\n");
}

/**
 * The values of the options that a script was given. With `--help` it prints the help and ends this process; for a wrong
 * option it names it, prints the right ones and ends this process with status 2.
 *
 * @example
 * const { port } = readOptions("Serves the mock.", {
 *   port: { type: "string", value: "number", default: "4010", help: "The port to listen on." },
 * });
 */
export function readOptions<T extends Options>(purpose: string, options: T): Values<T> {
  refuseMissingDashes(options);
  if (process.argv.includes("--help")) end(0, `Usage: ${command} [options]\n\n${purpose}\n\n${helpOf(options)}`);
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    // After the first sentence comes advice on arguments that begin with a hyphen: no script takes any.
    return end(2, `${(error as Error).message.split(/\. |\n/)[0]}.\n\n${helpOf(options)}`);
  }
}

/** Ends this process with status 2 if npm took options of the script for its own, as it does where `--` is missing. */
export function refuseMissingDashes(options: Record<string, unknown>): void {
  const taken = Object.keys(options).filter((name) => process.env[`npm_config_${name.replaceAll("-", "_")}`]);
  if (taken.length > 0)
    end(2, `npm took --${taken.join(" and --")} for its own. Write -- before the options: ${command} --${taken[0]}`);
}
