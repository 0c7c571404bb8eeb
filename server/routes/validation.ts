import type { FastifyInstance } from "fastify";
import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { Convert } from "typebox/value";
import { requireSchema } from "../../model/schemaError.ts";

/**
 * Query and path parameters are held against their schemas, after texts were read as numbers, and speak with the words of the model.
 * Bodies are not: their schemas describe them, the model's own parsers check them, so that the command line and the server say the same.
 * Answers are written as they are: a schema must never take a digit or a key away from a result.
 */
export function checkQueries(app: FastifyInstance): void {
  app.setValidatorCompiler(({ schema, httpPart }) => {
    if (httpPart === "body") return () => true;
    const compiled = Compile(schema as TSchema);
    return (value) => {
      try {
        const converted = Convert(schema as TSchema, value);
        requireSchema(compiled, converted);
        return { value: converted };
      } catch (error) {
        return { error: error as Error };
      }
    };
  });
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
}
