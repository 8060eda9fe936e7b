import { createDariClient, DariError } from "dari-sessions";

try {
  const client = createDariClient(); // reads DARI_API_KEY
  const metadata = { managed_run_id: "run_17" };
  const session = await client.sessions.create("agt_123", { metadata });
  console.log(session.id, session.status);
} catch (error) {
  if (!(error instanceof DariError)) throw error;
  console.error(error.message); // what happened, and what to do
  if (error.outcome === "not-created") console.error("No session was created.");
  process.exitCode = 1;
}
