// What stands in the page around every widget of one's own. anywidget 0.11 gives a page side two seconds to load and
// to initialize. If that is not enough (the page is busy, or `initialize` fetches something), it still shows the
// widget, but takes no message of the kernel any more for as long as the page is open. The frame finds that out,
// lets the model hear again, and has the kernel tell what was missed.

/** The widget's own ES module; put before this one. */
declare const pageSource: string;

interface Message {
  readonly content: { readonly data: { readonly method: string } };
}

type Handler = (message: Message) => Promise<void>;

/** What is used of a model of Jupyter's; it has no comm where no kernel runs. */
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

/** Loads the widget's own module as anywidget does: its default is the page side or makes it. */
async function load(): Promise<PageSide> {
  const url = URL.createObjectURL(new Blob([pageSource], { type: "text/javascript" }));
  const module = (await import(url)) as PageSide & { default?: PageSide | (() => Promise<PageSide>) };
  URL.revokeObjectURL(url);
  const page = module.default ?? module;
  return typeof page === "function" ? page() : page;
}

async function keepHearing({ model: { get, widget_manager: manager } }: Context): Promise<void> {
  const model = await manager.get_model(get("_model_id"));
  if (!model.comm) return;
  const anyModel = Object.getPrototypeOf(model) as Model;
  const widgetModel = Object.getPrototypeOf(anyModel) as Model;
  // anywidget refuses any message once it has given the model up, also one that asks for nothing.
  const hears = anyModel._handle_comm_msg.call(model, { content: { data: { method: "" } } }).then(
    () => true,
    () => false,
  );
  model.comm.on_msg(async (message) => {
    const { _handle_comm_msg: handle } = (await hears) ? anyModel : widgetModel;
    return handle.call(model, message);
  });
  if (!(await hears)) model.comm.send({ method: "request_state" }, {});
}

export default async (): Promise<PageSide> => {
  const page = await load();
  return {
    initialize(context) {
      void keepHearing(context);
      return page.initialize?.(context);
    },
    render: (context) => page.render?.(context),
  };
};
