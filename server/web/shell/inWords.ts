/** What to tell the user of whatever was thrown. */
export const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error));
