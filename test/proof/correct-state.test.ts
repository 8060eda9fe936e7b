import { prove } from "./servers.ts";

prove("correct state");
