/** The command `dari-contract`: the contract gate with the description and the defaults of this package. */
import { appendFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Omission, SpecError } from "../../openapi/pointer.ts";
import { version } from "../../version.ts";
import { listByOperation } from "../cases.ts";
import { runContract } from "../index.ts";
import { OptionError } from "../option-checks.ts";
import type { ContractOptions, ListOptions } from "../options.ts";
import { isLongCommand } from "../report/finding-text.ts";
import { annotations, markdownText } from "../report/github.ts";
import { harText } from "../report/har.ts";
import { junitText } from "../report/junit.ts";
import type { FindingGroup, IgnoredReport, Report } from "../report/report.ts";
import { listText, omissionList, terminalText } from "../report/terminal.ts";
import { type Arguments, flagOf, helpText, parseArguments, UsageError } from "./arguments.ts";
import { explain } from "./explain.ts";
import { Progress } from "./progress.ts";
import { keyVariable, serverOf, settingsOf } from "./run-options.ts";

/** A server to test when there is no `--url`, and what it can't do. */
type OwnServer = Required<Pick<ContractOptions, "baseUrl" | "apiKey" | "ignore">>;

const jsonText = (report: Report) => `${JSON.stringify(report, null, 2)}\n`;

/** The options that name a file, and the format of the report that is written to it. */
const formats = [
  ["json", jsonText],
  ["junit", junitText],
  ["har", harText],
] as const;

const exitStatus = { passed: 0, failed: 1, incomplete: 2, untested: 2 } as const;

/**
 * Runs the command and resolves to its exit status.
 *
 * @param startOwnServer starts the server to test when there is no `--url`
 * @example
 * process.exitCode = await main(process.argv.slice(2));
 */
export async function main(args: string[], startOwnServer?: () => Promise<OwnServer>): Promise<number> {
  let values: Arguments = {};
  try {
    values = parseArguments(args);
    return await execute(values, startOwnServer);
  } catch (error) {
    process.stderr.write(problemText(error, values));
    return 2;
  }
}

/** What a person can do about an error: correct the options or the description, or report the gate's own failure. */
function problemText(error: unknown, values: Arguments): string {
  if (error instanceof OptionError)
    return `${nameOf(error.option, values)} ${error.problem}.\nNOT TESTED: see --help.\n`;
  if (error instanceof UsageError || error instanceof SpecError) return `${error.message}\nNOT TESTED: see --help.\n`;
  const { stack = String(error) } = error as Error;
  return `${stack}
NOT TESTED: the gate itself failed, which says nothing about the server. Please report this as a bug of dari-contract
${version} on Node.js ${process.version}, with the lines above, the options and, if you can, the description.
`;
}

/** What an option of a run is called on the command line. */
function nameOf(option: string, { spec, agent }: Arguments): string {
  if (option === "apiKey") return spec === undefined ? keyVariable : "--key NAME=ENV";
  if (option === "known.agent_id" && agent !== undefined) return "--agent";
  const [name = "", ...rest] = option.split(".");
  return [`--${flagOf(name)}`, ...rest].join(" ");
}

async function execute(values: Arguments, startOwnServer?: () => Promise<OwnServer>): Promise<number> {
  if (values.help) return print(helpText());
  if (values.version) return print(`${version}\n`);
  if (values.explain !== undefined) return print(explain(values.explain));
  const settings = await settingsOf(values);
  if (values.list) return list(settings);
  for (const [name] of formats) checkWritable(name, values[name]);
  const own = values.url === undefined ? await startOwnServer?.() : undefined;
  const ignore = [...(settings.ignore ?? []), ...(own?.ignore ?? [])];
  const report = await run({ ...settings, ...(own ?? serverOf(values)), ignore });
  // What an own server can't do need not be in every description.
  const isNews = ({ text, cases }: IgnoredReport) =>
    cases.length > 0 || !own?.ignore?.some((entry) => entry.text === text);
  return show({ ...report, ignored: report.ignored.filter(isNews) }, values);
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function list(settings: ListOptions): number {
  const omissions: Omission[] = [];
  for (const list of listByOperation(settings)) {
    print(listText(list.cases));
    omissions.push(...list.omissions);
  }
  if (omissions.length > 0) process.stderr.write(`${omissionList(omissions)}\n`);
  return 0;
}

async function run(options: ContractOptions): Promise<Report> {
  const progress = new Progress(process.stderr);
  try {
    return await runContract({ ...options, onProgress: (done, total) => progress.update(done, total) });
  } finally {
    progress.end();
  }
}

function show(report: Report, values: Arguments): number {
  for (const [name, textOf] of formats) {
    const file = values[name];
    if (file !== undefined) writeFileSync(file, textOf(report));
  }
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (process.env["GITHUB_ACTIONS"] === "true") process.stdout.write(annotations(report));
  if (summary) appendFileSync(summary, markdownText(report));
  process.stdout.write(terminalText(report, process.stdout, writeCommands(report.findings)));
  return exitStatus[report.verdict];
}

/** Writes the command lines that are too long for a screen into files, which a shell runs. */
function writeCommands(findings: readonly FindingGroup[]): Map<FindingGroup, string> {
  const long = findings.filter(({ exchange }) => isLongCommand(exchange));
  if (long.length === 0) return new Map();
  const folder = mkdtempSync(path.join(tmpdir(), "dari-contract-"));
  return new Map(
    long.map((finding, index) => {
      const file = path.join(folder, `${finding.code}-${index + 1}.sh`);
      writeFileSync(file, `${finding.exchange.curl}\n`);
      return [finding, file];
    }),
  );
}

/** Finds out before anything is sent, and keeps what is in the file. */
function checkWritable(name: string, file: string | undefined): void {
  try {
    if (file !== undefined) appendFileSync(file, "");
  } catch (error) {
    throw new UsageError(`--${name} ${file} can't be written: ${(error as Error).message}`);
  }
}
