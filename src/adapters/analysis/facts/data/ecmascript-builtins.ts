const LANGUAGE = `
AggregateError Array ArrayBuffer AsyncFunction AsyncGenerator AsyncIterator Atomics BigInt BigInt64Array BigUint64Array Boolean DataView
Date DisposableStack AsyncDisposableStack Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity
Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set
SharedArrayBuffer String SuppressedError Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap
WeakRef WeakSet arguments decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN parseFloat
parseInt undefined unescape
`;

const NODE = `
AbortController AbortSignal Blob BroadcastChannel Buffer ByteLengthQueuingStrategy CloseEvent CompressionStream CountQueuingStrategy Crypto
CryptoKey CustomEvent DOMException DecompressionStream Event EventSource EventTarget File FormData Headers MessageChannel MessageEvent
MessagePort Navigator NodeJS PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver ReadableStream Request Response
Storage SubtleCrypto TextDecoder TextDecoderStream TextEncoder TextEncoderStream TransformStream URL URLPattern URLSearchParams WebAssembly
WebSocket WritableStream __dirname __filename atob btoa clearImmediate clearInterval clearTimeout console crypto exports fetch global
localStorage module navigator performance process queueMicrotask require sessionStorage setImmediate setInterval setTimeout structuredClone
`;

const BROWSER = `
Attr Audio AudioContext CDATASection CSS CSSStyleSheet CanvasRenderingContext2D CharacterData Comment CustomElementRegistry DOMMatrix
DOMParser DOMPoint DOMRect DOMTokenList DataTransfer Document DocumentFragment DocumentType DragEvent Element ErrorEvent FileList
FileReader FocusEvent HTMLAnchorElement HTMLBodyElement HTMLButtonElement HTMLCanvasElement HTMLCollection HTMLDivElement HTMLElement
HTMLFormElement HTMLHeadElement HTMLIFrameElement HTMLImageElement HTMLInputElement HTMLLIElement HTMLLabelElement HTMLLinkElement
HTMLMediaElement HTMLMetaElement HTMLOListElement HTMLOptionElement HTMLParagraphElement HTMLPreElement HTMLScriptElement HTMLSelectElement
HTMLSpanElement HTMLStyleElement HTMLTableElement HTMLTemplateElement HTMLTextAreaElement HTMLUListElement HTMLVideoElement History IDBDatabase
IDBFactory Image IntersectionObserver KeyboardEvent Location MediaRecorder MediaStream MouseEvent MutationObserver MutationRecord
NamedNodeMap Node NodeFilter NodeList Notification Option PointerEvent PopStateEvent ProgressEvent Range ResizeObserver Sanitizer Selection
ServiceWorker ServiceWorkerRegistration ShadowRoot SharedWorker StorageEvent SubmitEvent Text TouchEvent TrustedHTML TrustedScript
TrustedScriptURL UIEvent WheelEvent Window Worker XMLDocument XMLHttpRequest XMLSerializer addEventListener alert blur caches
cancelAnimationFrame cancelIdleCallback clients close closed confirm customElements devicePixelRatio dispatchEvent document event
frames getComputedStyle getSelection history indexedDB innerHeight innerWidth isSecureContext location matchMedia name onerror onload
onmessage open opener origin outerHeight outerWidth parent postMessage print prompt registration removeEventListener requestAnimationFrame
requestIdleCallback screen scroll scrollBy scrollTo self skipWaiting status stop top trustedTypes visualViewport window importScripts
`;

const TYPES = `
Awaited Capitalize ConstructorParameters Exclude Extract InstanceType Lowercase NoInfer NonNullable Omit OmitThisParameter Parameters Partial
Pick Readonly ReadonlyArray ReadonlyMap ReadonlySet Record Required ReturnType ThisParameterType ThisType Uncapitalize Uppercase
ArrayLike ArrayBufferLike ArrayBufferView AsyncGeneratorFunction AsyncIterable AsyncIterableIterator BodyInit BufferEncoding BufferSource
CallableFunction ErrorOptions EventListener EventListenerOrEventListenerObject GeneratorFunction Generator HeadersInit IArguments Iterable
IterableIterator IteratorResult JSX NewableFunction PromiseLike PropertyDescriptor PropertyKey React RegExpExecArray RegExpMatchArray
RequestInfo RequestInit ResponseInit TemplateStringsArray TypedPropertyDescriptor UncaughtExceptionOrigin as const satisfies
any bigint boolean never number object string symbol unknown void null
`;

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Globals of JavaScript, of Node and of browsers together: which of them runs a file is not known. */
export const JAVASCRIPT_BUILTINS: readonly string[] = words(LANGUAGE + NODE + BROWSER);
/** The same with TypeScript's own types and the common types of its libraries. */
export const TYPESCRIPT_BUILTINS: readonly string[] = [...JAVASCRIPT_BUILTINS, ...words(TYPES)];
