/** `npm run mock` serves a mock of the description until Ctrl-C: Prism, and what a request adds to its examples. */
import spec from "../generated/openapi.json" with { type: "json" };
import { readDescription } from "../src/openapi/document.ts";
import { onEnd } from "./lib/on-end.ts";
import { readOptions } from "./lib/options.ts";
import { generate, isStale, staleWarning, watchDescription } from "./mock/freshness.ts";
import { curlCommand } from "./mock/help-page.ts";
import { type Mock, startMock } from "./mock/server.ts";

const options = readOptions("Serves a mock of the API until Ctrl-C.", {
  port: { type: "string", value: "number", default: "4010", help: "The port to listen on; 0 takes a free one." },
  host: { type: "string", value: "address", default: "127.0.0.1", help: "Where to listen; 0.0.0.0 lets others in." },
  watch: { type: "boolean", help: "Lint, generate and serve the description again after each change." },
  quiet: { type: "boolean", help: "Do not log requests." },
});

/** Generates and serves the description anew; where it is wrong, the mock goes on with the last one. */
async function renew(mock: Mock): Promise<void> {
  try {
    await generate();
    await mock.reload();
    console.log("The mock serves the changed description.");
  } catch (error) {
    console.error(`${(error as Error).message}\nThe mock goes on with the description as it was.`);
  }
}

async function main(): Promise<void> {
  const { host } = options;
  const port = Number(options.port);
  if (!/^\d+$/.test(options.port) || port > 65535) throw new Error("--port takes a number from 0 to 65535.");
  const stale = isStale();
  const log = options.quiet ? {} : { log: console.log, terminal: process.stdout };
  const mock = await startMock({ port, host, ...log });
  console.log(`The mock serves generated/openapi.json on ${mock.url}.

Try it:   ${curlCommand(readDescription(spec).operations, mock.url).replaceAll("\n", "\n     ")}
Read on:  ${mock.url}
Stop it:  Ctrl-C
`);
  const unwatch = options.watch ? watchDescription(() => renew(mock)) : undefined;
  onEnd(() => {
    unwatch?.();
    void mock.stop();
  });
  if (!(await stale)) return;
  if (options.watch) await renew(mock);
  else console.error(`${staleWarning}\nNext: npm run generate`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
