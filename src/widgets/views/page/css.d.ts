// The build bundles style sheets into a page side as text.
declare module "*.css" {
  const text: string;
  export default text;
}
