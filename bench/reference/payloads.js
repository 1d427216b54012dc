// What clients may send, with the bounds that Parley has.

import { z } from "zod";
import { Refusal } from "./errors.js";

const MAX_TEXT = 10_000;
const REPORTED = 5;
// Line feed and tab are text, other control characters are not; half a surrogate pair is none.
const NO_TEXT = /[^\P{Cc}\n\t]|\p{Cs}/u;
const NO_ID = /[\p{Cc}\p{Cs}]/u;

const message = z
  .string()
  .max(MAX_TEXT, "must be 1 to 10000 characters and not blank")
  .refine((value) => value.trim() !== "", "must be 1 to 10000 characters and not blank")
  .refine(
    (value) => !NO_TEXT.test(value),
    "must not hold control characters other than line feed and tab",
  );
const tempId = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,64}$/, "must be 1 to 64 characters of letters, digits and . _ : -");
const userId = z
  .string()
  .min(1, "must be 1 to 128 characters without control characters")
  .max(128, "must be 1 to 128 characters without control characters")
  .refine(
    (value) => !NO_ID.test(value),
    "must be 1 to 128 characters without control characters",
  );
const data = z.instanceof(Buffer).nullish();

export const sendRequest = z.object({ to: userId, text: message, tempId, data });
export const postRequest = z.object({ content: message, tempId, data });
export const noPayload = z.any();

/** The payload, of which only the fields of the schema are left; or a refusal that names them. */
export function parse(schema, payload) {
  const result = schema.safeParse(payload ?? {});
  if (result.success) {
    return result.data;
  }
  const issues = result.error.issues
    .map(({ path, message: why }) => (path.length > 0 ? `${path.join(".")}: ${why}` : why))
    .sort();
  throw new Refusal("validation_failed", [...new Set(issues)].slice(0, REPORTED).join("; "));
}
