/** `npm start` creates two sessions with the client: against the mock, or against a server with `--base-url`. */
import { parseArgs } from "node:util";
import spec from "../generated/openapi.json" with { type: "json" };
import { type CreateSessionParams, createDariClient, DariError } from "../src/index.ts";
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

const { values } = parseArgs({ options: { "base-url": { type: "string" } } });
const mock = values["base-url"] === undefined ? await startMock() : undefined;
try {
  const baseUrl = values["base-url"] ?? mock?.url ?? "";
  console.log(mock ? `The mock of openapi/openapi.yaml listens on ${baseUrl}.` : `Using ${baseUrl}.`);
  await create("A session with the agent's defaults:", mock, baseUrl);
  await create("A session with every field set:", mock, baseUrl, everyField);
} catch (error) {
  if (!(error instanceof DariError)) throw error;
  console.error(`\n${error.name}: ${error.message}`);
  process.exitCode = 1;
} finally {
  await mock?.stop();
}
