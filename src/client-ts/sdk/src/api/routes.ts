import type { HttpRequest, Method } from './http.js';
import type { paths } from './schema.js';

type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Defined<T> = Exclude<T, undefined>;

/** The routes of the server's document, named as the contract does: `POST /groups/{id}/members`. */
export type RouteName = {
  [Path in keyof paths]: {
    [V in Verb]: [Defined<paths[Path][V]>] extends [never]
      ? never
      : Path extends `/api${infer Rest}`
        ? `${Uppercase<V>} ${Rest}`
        : never;
  }[Verb];
}[keyof paths];

type Operation<Name> = Name extends `${infer M} ${infer Rest}`
  ? `/api${Rest}` extends keyof paths
    ? Lowercase<M> extends keyof paths[`/api${Rest}`]
      ? Defined<paths[`/api${Rest}`][Lowercase<M>]>
      : never
    : never
  : never;

type Json<Holder> = Holder extends { readonly content: { readonly 'application/json': infer Body } } ? Body : undefined;

type AnswerTo<Responses> = Responses extends { readonly 200: infer Ok }
  ? Json<Ok>
  : Responses extends { readonly 201: infer Created }
    ? Json<Created>
    : void;

type QueryOf<O> = O extends { readonly parameters: { readonly query?: infer Query } } ? Query : undefined;

type BodyOf<O> = O extends { readonly requestBody?: infer Body } ? Json<Defined<Body>> : undefined;

export type AnswerOf<Name extends RouteName> =
  Operation<Name> extends { readonly responses: infer Responses } ? AnswerTo<Responses> : void;

/** The parameters in braces of a path. */
type Parameter<Name> = Name extends `${string}{${infer Parameter_}}${infer Rest}` ? Parameter_ | Parameter<Rest> : never;

type WithPath<Name> = [Parameter<Name>] extends [never]
  ? { readonly path?: undefined }
  : { readonly path: { readonly [Key in Parameter<Name>]: string | number } };

type WithQuery<Query> = [Defined<Query>] extends [never]
  ? { readonly query?: undefined }
  : { readonly query?: { readonly [Key in keyof Defined<Query>]?: Defined<Query>[Key] | undefined } };

type WithBody<Body> = [Defined<Body>] extends [never] ? { readonly body?: undefined } : { readonly body: Body };

type Details<Name extends RouteName> = WithPath<Name> &
  WithQuery<QueryOf<Operation<Name>>> &
  WithBody<BodyOf<Operation<Name>>> & { readonly signal?: AbortSignal };

type Arguments<Name extends RouteName> = {} extends Details<Name> ? [Details<Name>?] : [Details<Name>];

/** A request of a route, with its parameters encoded and the type of its answer. */
export function to<Name extends RouteName>(route: Name, ...[details]: Arguments<Name>): HttpRequest<AnswerOf<Name>> {
  const { path, query, body, signal } = (details ?? {}) as {
    path?: Record<string, string | number>;
    query?: HttpRequest['query'];
    body?: unknown;
    signal?: AbortSignal;
  };
  const [method, template] = route.split(' ') as [Method, string];
  return {
    method,
    path: template.replace(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(String(path?.[name]))),
    ...(query === undefined ? {} : { query }),
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  };
}
