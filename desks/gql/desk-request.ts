/** The header without which the server ignores the session cookie: a page of another site cannot send it. */
export const DESK_HEADERS = { "X-Kakusho-Desk": "1" } as const;
