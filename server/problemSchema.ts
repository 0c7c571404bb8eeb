import Type from "typebox";
import { PROBLEMS } from "./problems.ts";

/** A problem, for the description of the API. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: "one sentence, meant for the user" }),
    code: Type.Enum(Object.keys(PROBLEMS)),
    field: Type.Optional(Type.String({ description: "the field that breaks a rule" })),
    rule: Type.Optional(Type.String()),
    value: Type.Optional(Type.String({ description: "what was found, cut to 80 characters" })),
    retryAfterMs: Type.Optional(Type.Number()),
  },
  { description: "problem details (RFC 9457), application/problem+json" },
);
