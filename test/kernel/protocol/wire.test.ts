import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { createMessage } from "../../../src/kernel/protocol/messages.js";
import { decode, encode, WireError } from "../../../src/kernel/protocol/wire.js";

const json = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)));

describe("the wire protocol", () => {
  test("a decoded message has the routing, content and buffers of the encoded one", () => {
    fc.assert(
      fc.property(
        json,
        fc.string(),
        fc.array(fc.uint8Array()),
        fc.uint8Array({ minLength: 1 }),
        (content, key, buffers, identity) => {
          const message = createMessage("comm_msg", content, undefined, { buffers });
          message.identities = [Buffer.from(identity)];
          const decoded = decode(key, encode(key, message));
          assert.deepEqual({ ...decoded.content }, JSON.parse(JSON.stringify(content)));
          assert.deepEqual(decoded.header, message.header);
          assert.deepEqual(
            decoded.buffers,
            buffers.map((buffer) => new Uint8Array(buffer)),
          );
          assert.deepEqual(decoded.identities, message.identities);
        },
      ),
    );
  });

  test("a message whose signature or content was changed is refused", () => {
    const frames = encode("key", createMessage("execute_request", { code: "1" }));
    assert.throws(() => decode("another key", frames), WireError);
    const changed = [...frames];
    changed[5] = Buffer.from('{"code":"2"}');
    assert.throws(() => decode("key", changed), WireError);
  });

  test("random frames that are no message are refused", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array()), (frames) => {
        assert.throws(() => decode("key", frames), WireError);
      }),
    );
  });
});
