import { prove } from "./servers.ts";

prove("behaviour");
