import type { FastifyInstance } from "fastify";
import Type, { type TObject } from "typebox";
import { Compile } from "typebox/compile";
import { Convert, Default } from "typebox/value";
import { requireSchema } from "../../model/schemaError.ts";

/**
 * Query and path parameters are held against their schemas, after texts were read as numbers, and speak with the words of the model.
 * Bodies are not: their schemas describe them, the model's own parsers check them, so that the command line and the server say the same.
 * Answers are written as they are: a schema must never take a digit or a key away from a result.
 */
export function checkQueries(app: FastifyInstance): void {
  app.setValidatorCompiler(({ schema, httpPart }) => {
    if (httpPart === "body") return () => true;
    const closed = Type.Object((schema as TObject).properties, { additionalProperties: false }); // a mistyped name must not be passed over
    const compiled = Compile(closed);
    return (value) => {
      try {
        const converted = Convert(closed, Default(closed, value));
        requireSchema(compiled, converted);
        return { value: converted };
      } catch (error) {
        return { error: error as Error };
      }
    };
  });
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
}
