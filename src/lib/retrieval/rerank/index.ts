// The multivariate rerank of GaLR, for the scores of any model.
export {
  checkRerankOptions,
  defaultK,
  type NonFinitePolicy,
  nonFinitePolicies,
  type RerankMatrix,
  type RerankOptions,
  type RerankSum,
  type RerankVariant,
  rerankSums,
} from "./options.js";
export { type Reranked, type RerankedOrders, rerank, rerankOrders } from "./rerank.js";
export {
  type CaptionQuery,
  type ImageQuery,
  type MatrixQuery,
  type QueryScores,
  type RerankedCandidate,
  rerankQuery,
  rerankQueryOf,
} from "./rerankQuery.js";
