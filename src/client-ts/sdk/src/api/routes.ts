import type { HttpRequest, Method } from './http.js';
import type { PendingRoutes } from './pending.js';
import type { paths } from './schema.js';

type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Defined<T> = Exclude<T, undefined>;

/** The routes of the server's document, named as the contract does: `POST /groups/{id}/members`. */
type DocumentedName = {
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

interface DocumentedRoute<O> {
  query: O extends { readonly parameters: { readonly query?: infer Query } } ? Query : undefined;
  body: O extends { readonly requestBody?: infer Body } ? Json<Defined<Body>> : undefined;
  answer: O extends { readonly responses: infer Responses } ? AnswerTo<Responses> : void;
}

export type RouteName = DocumentedName | keyof PendingRoutes;

/** The document wins over what is said of a route that it lacks. */
type Route<Name extends RouteName> = Name extends DocumentedName
  ? DocumentedRoute<Operation<Name>>
  : Name extends keyof PendingRoutes
    ? PendingRoutes[Name]
    : never;

export type AnswerOf<Name extends RouteName> = Route<Name>['answer'];

type Part<Name extends RouteName, Key extends string> = Key extends keyof Route<Name> ? Route<Name>[Key] : undefined;

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
  WithQuery<Part<Name, 'query'>> &
  WithBody<Part<Name, 'body'>> & { readonly signal?: AbortSignal };

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
