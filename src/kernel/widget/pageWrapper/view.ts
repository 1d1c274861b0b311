// Wraps the page side of each anywidget. anywidget 0.11 allows a page side two seconds to load and initialize. After that
// it still shows the widget, but its model rejects all messages of the kernel until the page is closed. The wrapper
// detects this, makes the model handle messages again, and asks the kernel for the state.

/** Text of the widget's own ES module. wrapper.ts declares it before this module. */
declare const pageSource: string;

interface Message {
  readonly content: { readonly data: { readonly method: string } };
}

type Handler = (message: Message) => Promise<void>;

/** Part of a Jupyter model. It has no comm without a kernel. */
interface Model {
  readonly comm?: { on_msg(handler: Handler): void; send(data: object, callbacks: object): void };
  _handle_comm_msg: Handler;
}

interface Context {
  readonly model: {
    get(name: "_model_id"): string;
    readonly widget_manager: { get_model(id: string): Promise<Model> };
  };
}

interface PageSide {
  initialize?(context: Context): unknown;
  render?(context: Context): unknown;
}

/** Loads the widget's own module as anywidget does. Its default export is the page side or a function that returns it. */
async function load(): Promise<PageSide> {
  const url = URL.createObjectURL(new Blob([pageSource], { type: "text/javascript" }));
  const module = (await import(url)) as PageSide & { default?: PageSide | (() => Promise<PageSide>) };
  URL.revokeObjectURL(url);
  const page = module.default ?? module;
  return typeof page === "function" ? page() : page;
}

/** Makes the model handle messages also after anywidget's time limit. */
async function keepReceiving({ model: { get, widget_manager: manager } }: Context): Promise<void> {
  const model = await manager.get_model(get("_model_id"));
  if (!model.comm) return;
  const anyModel = Object.getPrototypeOf(model) as Model;
  const widgetModel = Object.getPrototypeOf(anyModel) as Model;
  // anywidget rejects every message after the time limit, also one with an unknown method.
  const receives = anyModel._handle_comm_msg.call(model, { content: { data: { method: "" } } }).then(
    () => true,
    () => false,
  );
  model.comm.on_msg(async (message) => {
    const { _handle_comm_msg: handle } = (await receives) ? anyModel : widgetModel;
    return handle.call(model, message);
  });
  if (!(await receives)) model.comm.send({ method: "request_state" }, {});
}

export default async (): Promise<PageSide> => {
  const page = await load();
  return {
    initialize(context) {
      void keepReceiving(context);
      return page.initialize?.(context);
    },
    render: (context) => page.render?.(context),
  };
};
