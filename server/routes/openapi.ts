import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { LAB } from "../../store/lab.ts";

/** The description of the API, as JSON and as a page. To be registered before the routes that it describes. */
export async function addOpenApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "harness-lab",
        version: LAB.version,
        description:
          "Rates are probabilities; goals, requests and biases are in units of work. Failures are problem details (RFC 9457) with a code, and with field, rule and value where a field breaks a rule.",
      },
    },
  });
  await app.register(swaggerUi, {
    routePrefix: "/api",
    uiConfig: { docExpansion: "list", validatorUrl: null }, // it would be asked over the network
    theme: { title: "harness-lab: API", css: [{ filename: "plain.css", content: ".swagger-ui .topbar { display: none; }" }] },
  });
  app.get("/api/v1/openapi.json", { schema: { summary: "this description", tags: ["server"] } }, async () => app.swagger());
}
