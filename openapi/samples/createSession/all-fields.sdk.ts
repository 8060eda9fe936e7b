import { createDariClient } from "dari-sessions";

const { DARI_API_KEY, GITHUB_TOKEN = "", LLM_API_KEY } = process.env;
const client = createDariClient({ apiKey: DARI_API_KEY });

const session = await client.sessions.create("agt_123", {
  name: "Nightly evaluation, task 17",
  storage_binding_id: "sb_123",
  metadata: { kind: "evaluation", task_index: "17" },
  secrets: { GITHUB_TOKEN },
  llm_api_key: LLM_API_KEY, // not sent while it is undefined
  internet_access: true,
});

console.log(session.id, session.status);
