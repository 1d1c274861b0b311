// Style sheets are bundled into a view's module as text.
declare module "*.css" {
  const text: string;
  export default text;
}
