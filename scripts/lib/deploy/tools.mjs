import { Failure } from '../failure.mjs';
import { run } from '../processes.mjs';

const tools = {
  docker: {
    check: ['version', '--format', '{{.Server.Version}}'],
    get: 'https://docs.docker.com/get-started/get-docker/',
    notReady: 'Docker is there, but its engine does not answer. Start it (Docker Desktop, or systemctl start docker).',
  },
  kubectl: {
    check: ['version', '--output=json'],
    get: 'https://kubernetes.io/docs/tasks/tools/',
    notReady: 'kubectl is there, but its cluster does not answer. Choose one with kubectl config use-context, or with --context.',
  },
  kind: { get: 'https://kind.sigs.k8s.io/' },
  minikube: { get: 'https://minikube.sigs.k8s.io/' },
};

/** Throws a Failure that says how to get it, unless the tool is there and what it talks to answers. */
export async function requireTool(name, { extra = [], signal }) {
  const { check, notReady } = tools[name];
  const { code, output } = await run(name, [...extra, ...check], { signal });
  if (code === 127) throw notFound(name);
  if (code !== 0) throw new Failure(`${notReady}\n\n${output.trim()}`);
}

/** Runs a tool to its end and resolves to what it printed; a Failure holds the same when it fails. */
export async function tool(name, args, { signal, ...options } = {}) {
  const { code, output } = await run(name, args, { signal, ...options });
  if (code === 127) throw notFound(name);
  if (code !== 0) throw new Failure(`${name} ${args.join(' ')} failed (exit code ${code}):\n\n${output.trim()}`);
  return output.trim();
}

const notFound = (name) => new Failure(`${name} is needed and was not found: ${tools[name].get}`);
