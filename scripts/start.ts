/** `npm start` creates two sessions with the client: against the mock, or against a server with `--base-url`. */
import spec from "../generated/openapi.json" with { type: "json" };
import { type CreateSessionParams, createDariClient, DariApiError, DariError } from "../src/index.ts";
import { readOptions } from "./lib/options.ts";
import { type Mock, startMock } from "./mock/server.ts";

const everyField = spec.components.examples.AllFields.value;
const { name, metadata } = everyField;

async function create(title: string, mock: Mock | undefined, baseUrl: string, params?: CreateSessionParams) {
  const client = createDariClient({
    baseUrl,
    ...(mock && { apiKey: "mock-key" }),
    fetch(url, init) {
      console.log(`\n${title}\n${init.method} ${url}`);
      return fetch(url, init);
    },
  });
  const agentId = mock ? "agt_123" : (process.env["DARI_AGENT_ID"] ?? "agt_123");
  const session = await client.sessions.create(agentId, params);
  console.log(JSON.stringify(session, null, 2));
}

const { "base-url": given } = readOptions("Creates two sessions with the client.", {
  "base-url": { type: "string", value: "url", help: "A server to use instead of the mock." },
});
const mock = given === undefined ? await startMock() : undefined;
try {
  const baseUrl = given ?? mock?.url ?? "";
  console.log(mock ? `The mock serves generated/openapi.json on ${baseUrl}.` : `Using ${baseUrl}.`);
  await create("A session with the agent's defaults:", mock, baseUrl);
  // A real server takes neither the example's storage binding nor its secrets.
  if (mock) await create("A session with every field set:", mock, baseUrl, everyField);
  else await create("A session with a name and metadata:", mock, baseUrl, { name, metadata });
} catch (error) {
  if (!(error instanceof DariError)) throw error;
  console.error(`\n${error.name}: ${error.message}`);
  if (error instanceof DariApiError && error.detail === undefined && error.body !== undefined)
    console.error(`The server says: ${JSON.stringify(error.body).slice(0, 500)}`);
  console.error("Next: correct that, or run npm start alone: it uses the mock and needs no network.");
  process.exitCode = 1;
} finally {
  await mock?.stop();
}
