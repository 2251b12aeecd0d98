import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import dockerfileAst from 'dockerfile-ast';
import { readText } from './documents.mjs';

/** The stages of a Dockerfile, and what is asked of them. */
export function readDockerfile(root) {
  const stages = [];
  for (const instruction of dockerfileAst.DockerfileParser.parse(readText(join(root, 'Dockerfile'))).getInstructions()) {
    const name = instruction.getKeyword();
    if (name === 'FROM') stages.push({ name: instruction.getBuildStage(), image: instruction.getImage(), instructions: [] });
    else if (name !== 'ARG' || stages.length > 0) stages.at(-1).instructions.push(toStep(name, instruction));
  }
  const stage = (name) => stages.find((one) => one.name === name);
  /** The steps of a stage and of the stages that it is made from, oldest first; none when there is no such stage. */
  const history = (name) => {
    const found = stage(name);
    return found ? [...history(found.image), ...found.instructions] : [];
  };
  const last = (name, keyword) => history(name).findLast((step) => step.keyword === keyword);
  return {
    stages, stage, history, last,
    /** The ports of a stage, as numbers. */
    exposed: (name) => history(name).filter((step) => step.keyword === 'EXPOSE').flatMap((step) => step.arguments.map(Number)),
    /** Arguments of `dotnet publish` for a project, as they stand. */
    publish: (project) => stages.flatMap((one) => one.instructions).map((step) => step.text.split(/\s+/))
      .find((words) => words[1] === 'dotnet' && words[2] === 'publish' && words[3] === `src/${project}/${project}.csproj`)?.slice(3),
  };
}

/** What would break or weaken the build: each yields a sentence for each fault. */
export function* dockerfileProblems(root, dockerfile, images) {
  for (const problem of copies(root, dockerfile)) yield `Dockerfile: ${problem}`;
  for (const [target, { project }] of Object.entries(images)) {
    if (dockerfile.stage(target)) for (const problem of imageProblems(root, dockerfile, target, project)) yield `Dockerfile: ${target}: ${problem}`;
    else yield `Dockerfile: there is no target ${target}.`;
  }
  for (const { image } of dockerfile.stages)
    if (!dockerfile.stage(image) && !/:(?!latest$)[^:/]+$/.test(image)) yield `Dockerfile: the image ${image} is not pinned by a tag.`;
}

function* copies(root, dockerfile) {
  const ignored = ignoreRules(root);
  for (const { instructions } of dockerfile.stages) {
    for (const step of instructions.filter(({ keyword }) => keyword === 'COPY')) {
      if (step.from) {
        if (!dockerfile.stage(step.from)) yield `COPY --from=${step.from}: there is no such stage.`;
        continue;
      }
      for (const source of step.arguments.slice(0, -1)) {
        if (!existsSync(join(root, source))) yield `COPY ${source}: it does not exist.`;
        else if (ignored(source)) yield `COPY ${source}: .dockerignore keeps it out.`;
      }
    }
  }
}

function* imageProblems(root, dockerfile, target, project) {
  const needed = projectsOf(root, project);
  const copied = (stage) => dockerfile.history(stage)
    .filter(({ keyword, from }) => keyword === 'COPY' && !from).flatMap((step) => step.arguments.slice(0, -1));
  const own = `src/${project}/${project}.csproj`;
  for (const file of needed.projects) {
    if (!copied('restore').includes(file)) yield `${file} is not there when packages are restored.`;
    if (!copied('publish').includes(dirname(file))) yield `${dirname(file)} is not there when it is published.`;
  }
  for (const file of needed.files)
    if (!copied('publish').some((folder) => file.startsWith(`${folder}/`))) yield `${file} is not there when it is published.`;
  if (!dockerfile.history('restore').some(({ text }) => text.includes(`dotnet restore ${own}`))) yield `the packages of ${own} are not restored.`;
  const output = dockerfile.publish(project)?.at(-1);
  if (!output) yield `${own} is not published.`;
  else if (!dockerfile.history(target).some((step) => step.from === 'publish' && step.arguments[0] === output)) yield `nothing copies ${output}.`;
  if (!dockerfile.last(target, 'ENTRYPOINT')?.text.includes(`OrleansChat.${project}.dll`)) yield `its entry point is not OrleansChat.${project}.dll.`;
  if (!dockerfile.last(target, 'HEALTHCHECK')) yield 'it has no health check.';
  const user = dockerfile.last(target, 'USER')?.arguments[0];
  if (!user || ['root', '0'].includes(user)) yield 'it runs as root.';
}

/** The projects that one consists of, itself first, and single files of others that it compiles; on Orleans. */
function projectsOf(root, project) {
  const found = { projects: [], files: [] };
  const visit = (file) => {
    if (found.projects.includes(file)) return;
    found.projects.push(file);
    if (!existsSync(join(root, file))) return;
    const text = readFileSync(join(root, file), 'utf8').replace(/<ItemGroup Condition="[^"]*'InProcess'[^]*?<\/ItemGroup>/g, '');
    const paths = (pattern) => [...text.matchAll(pattern)].map(([, path]) => normalize(join(dirname(file), path)));
    found.files.push(...paths(/<Compile Include="(\.\.\/[^"*$]+)"/g));
    paths(/<ProjectReference Include="([^"]+)"/g).forEach(visit);
  };
  visit(`src/${project}/${project}.csproj`);
  return found;
}

/** Whether .dockerignore keeps a path out: the last rule that matches it or a folder of it decides. */
function ignoreRules(root) {
  const lines = readText(join(root, '.dockerignore')).split('\n').filter((line) => line && !line.startsWith('#'));
  const rules = lines.map((line) => ({ keeps: line.startsWith('!'), pattern: globPattern(line.replace('!', '')) }));
  return (path) => {
    const lineage = path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
    return rules.reduce((out, { keeps, pattern }) => (lineage.some((part) => pattern.test(part)) ? !keeps : out), false);
  };
}

const globPattern = (glob) =>
  new RegExp(`^${glob.split('**/').map((part) => part.replaceAll('.', '\\.').replaceAll('*', '[^/]*')).join('(?:.*/)?')}$`);

function toStep(keyword, instruction) {
  const text = instruction.getTextContent().replaceAll('\\\n', ' ');
  const flags = instruction.getFlags?.() ?? [];
  return {
    keyword, text,
    arguments: instruction.getArguments().map((argument) => argument.getValue()),
    from: flags.find((flag) => flag.getName() === 'from')?.getValue(),
  };
}
