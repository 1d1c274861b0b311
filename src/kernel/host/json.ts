// JSON values in messages.

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/** A JSON object. A property that is `undefined` is not sent. */
export type JsonObject = { [key: string]: Json | undefined };
