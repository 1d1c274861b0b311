// JSON as the messages of the Jupyter protocol carry it.

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/** A JSON object; a property that is `undefined` is not sent. */
export type JsonObject = { [key: string]: Json | undefined };
