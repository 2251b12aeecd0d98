# Sourced by the entry points. 20.19: what the web client's build (Vite) asks for.
download="https://nodejs.org/en/download"
if ! command -v node >/dev/null; then
  echo "Node 20.19 or newer is needed and was not found: $download" >&2
  exit 1
fi
if [ "$(node -p 'const [major, minor] = process.versions.node.split(".").map(Number); major * 100 + minor >= 2019')" != true ]; then
  echo "Node 20.19 or newer is needed; this is $(node --version): $download" >&2
  exit 1
fi
