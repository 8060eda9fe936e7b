import { createDariClient } from "dari-sessions";

const client = createDariClient(); // the key is in DARI_API_KEY
const session = await client.sessions.create("agt_123");

console.log(session.id);
