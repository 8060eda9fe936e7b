/** `npm start` creates two sessions with the client: against the mock, or against a server with `--base-url`. */
import { parseArgs } from "node:util";
import spec from "../generated/openapi.json" with { type: "json" };
import { type CreateSessionParams, createDariClient, DariApiError, DariError, DariInputError } from "../src/index.ts";
import { type Mock, startMock } from "./mock.ts";

const { post } = spec.paths["/v1/agents/{agent_id}/sessions"];
const everyField = post.requestBody.content["application/json"].examples.full.value;

async function create(title: string, mock: Mock | undefined, baseUrl: string, params?: CreateSessionParams) {
  // The mock answers with a fixed example: this asks for the one that belongs to the request.
  const preferred = params === undefined ? "code=200, example=defaults" : "code=201, example=full";
  const client = createDariClient({
    baseUrl,
    ...(mock && { apiKey: "mock" }),
    onEvent({ type, method, url }) {
      if (type === "attempt") console.log(`\n${title}\n${method} ${url}`);
    },
  });
  const headers = mock ? { Prefer: preferred } : {};
  const session = await client.sessions.create(process.env["DARI_AGENT_ID"] ?? "agt_123", params, { headers });
  console.log(JSON.stringify(session, null, 2));
}

/** The command to type next. */
function nextCommand(error: DariError, baseUrl: string): string {
  const status = error instanceof DariApiError ? error.status : undefined;
  const again = `npm start -- --base-url ${baseUrl}`;
  if (status === 404) return `DARI_AGENT_ID=<an agent of yours> ${again}`;
  if (error instanceof DariInputError || status === 401 || status === 403) return `DARI_API_KEY=<your key> ${again}`;
  return "npm start  (which uses the mock and needs no network)";
}

const { values } = parseArgs({ options: { "base-url": { type: "string" } } });
const mock = values["base-url"] === undefined ? await startMock() : undefined;
try {
  const baseUrl = values["base-url"] ?? mock?.url ?? "";
  console.log(mock ? `The mock of openapi/openapi.yaml listens on ${baseUrl}.` : `Using ${baseUrl}.`);
  await create("A session with the agent's defaults:", mock, baseUrl);
  await create("A session with every field set:", mock, baseUrl, everyField);
} catch (error) {
  if (!(error instanceof DariError)) throw error;
  console.error(`\n${error.name}: ${error.message}\nNext: ${nextCommand(error, values["base-url"] ?? "")}`);
  process.exitCode = 1;
} finally {
  await mock?.stop();
}
