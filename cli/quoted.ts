/** A text as one word of a shell's, for commands that are made to be pasted. It may come from anyone's record. */
export const quoted = (text: string): string => (/^[\w.,:/@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
