import { createDariClient } from "dari-sessions";

const client = createDariClient(); // reads DARI_API_KEY
const session = await client.sessions.create("agt_123");

console.log(session.id);
