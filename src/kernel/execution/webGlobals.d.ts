// Types of Node's web globals that @types/node declares in modules only. The kernel removes the variables that the
// running Node does not have. With TypeScript's DOM library in scope, its types hold.
/// <reference types="node" />
// biome-ignore-all lint/suspicious/noExplicitAny: WebAssembly's values have any type
// biome-ignore-all lint/complexity/noBannedTypes: WebAssembly exports functions of any type

type _Crypto = typeof globalThis extends { onmessage: any } ? object : import("node:crypto").webcrypto.Crypto;
type _CryptoKey = typeof globalThis extends { onmessage: any }
  ? object
  : import("node:crypto").webcrypto.CryptoKey;
type _SubtleCrypto = typeof globalThis extends { onmessage: any }
  ? object
  : import("node:crypto").webcrypto.SubtleCrypto;
type _Performance = typeof globalThis extends { onmessage: any }
  ? object
  : import("node:perf_hooks").Performance;
type _Navigator = typeof globalThis extends { onmessage: any } ? object : NodeNavigator;
type _Storage = typeof globalThis extends { onmessage: any } ? object : NodeStorage;

/** Facts about the machine. */
interface NodeNavigator {
  readonly hardwareConcurrency: number;
  readonly language: string;
  readonly languages: readonly string[];
  readonly platform: string;
  readonly userAgent: string;
}
/** Texts by name. */
interface NodeStorage {
  readonly length: number;
  clear(): void;
  getItem(key: string): string | null;
  key(index: number): string | null;
  removeItem(key: string): void;
  setItem(key: string, value: string): void;
  [name: string]: any;
}

interface Crypto extends _Crypto {}
declare var Crypto: { prototype: Crypto; new (): Crypto };
interface CryptoKey extends _CryptoKey {}
declare var CryptoKey: { prototype: CryptoKey; new (): CryptoKey };
interface SubtleCrypto extends _SubtleCrypto {}
declare var SubtleCrypto: { prototype: SubtleCrypto; new (): SubtleCrypto };
interface Performance extends _Performance {}
declare var Performance: { prototype: Performance; new (): Performance };
interface Navigator extends _Navigator {}
declare var Navigator: { prototype: Navigator; new (): Navigator };
declare var navigator: Navigator;
interface Storage extends _Storage {}
declare var Storage: { prototype: Storage; new (): Storage };
declare var localStorage: Storage;
declare var sessionStorage: Storage;

declare namespace WebAssembly {
  type ImportExportKind = "function" | "global" | "memory" | "table" | "tag";
  type TableKind = "anyfunc" | "externref";
  type ValueType = "i32" | "i64" | "f32" | "f64" | "v128" | "externref" | "anyfunc";
  type ExportValue = Function | Global | Memory | Table;
  type Exports = Record<string, any>;
  type Imports = Record<string, Record<string, any>>;

  interface ModuleExportDescriptor {
    kind: ImportExportKind;
    name: string;
  }
  interface ModuleImportDescriptor {
    kind: ImportExportKind;
    module: string;
    name: string;
  }
  interface GlobalDescriptor {
    mutable?: boolean;
    value: ValueType;
  }
  interface MemoryDescriptor {
    initial: number;
    maximum?: number;
    shared?: boolean;
  }
  interface TableDescriptor {
    element: TableKind;
    initial: number;
    maximum?: number;
  }
  interface WebAssemblyInstantiatedSource {
    instance: Instance;
    module: Module;
  }

  class Module {
    constructor(bytes: NodeJS.ArrayBufferView | ArrayBuffer);
    static customSections(module: Module, name: string): ArrayBuffer[];
    static exports(module: Module): ModuleExportDescriptor[];
    static imports(module: Module): ModuleImportDescriptor[];
  }
  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Exports;
  }
  class Memory {
    constructor(descriptor: MemoryDescriptor);
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Table {
    constructor(descriptor: TableDescriptor, value?: any);
    readonly length: number;
    get(index: number): any;
    grow(by: number, value?: any): number;
    set(index: number, value?: any): void;
  }
  class Global {
    constructor(descriptor: GlobalDescriptor, value?: any);
    value: any;
    valueOf(): any;
  }
  class CompileError extends Error {}
  class LinkError extends Error {}
  class RuntimeError extends Error {}

  function compile(bytes: NodeJS.ArrayBufferView | ArrayBuffer): Promise<Module>;
  function compileStreaming(source: Response | Promise<Response>): Promise<Module>;
  function instantiate(
    bytes: NodeJS.ArrayBufferView | ArrayBuffer,
    imports?: Imports,
  ): Promise<WebAssemblyInstantiatedSource>;
  function instantiate(module: Module, imports?: Imports): Promise<Instance>;
  function instantiateStreaming(
    source: Response | Promise<Response>,
    imports?: Imports,
  ): Promise<WebAssemblyInstantiatedSource>;
  function validate(bytes: NodeJS.ArrayBufferView | ArrayBuffer): boolean;
}
