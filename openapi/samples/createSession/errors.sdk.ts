import { createDariClient, DariApiError, DariError } from "dari-sessions";

const client = createDariClient();

try {
  const session = await client.sessions.create("agt_123", { metadata: { managed_run_id: "run_17" } });
  console.log(session.id);
} catch (error) {
  if (error instanceof DariApiError && error.status === 404)
    console.error("There is no agent agt_123, or no such endpoint.");
  else if (error instanceof DariError) console.error(error.message);
  else throw error;
}
