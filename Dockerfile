# Three images of one build: docker build --target silo|frontend|balancer .
# What is built runs on every platform, so building is done on the builder's own.
# A NuGet.Config of your own, if need be: --secret id=nuget,src=PATH

FROM --platform=$BUILDPLATFORM node:22 AS client
WORKDIR /source
COPY src/client-ts/package.json src/client-ts/package-lock.json src/client-ts/.npmrc ./
COPY src/client-ts/schema/package.json schema/
COPY src/client-ts/sdk/package.json sdk/
COPY src/client-ts/web/package.json web/
RUN npm ci --no-audit --no-fund
COPY src/client-ts ./
RUN npm run build

# Packages are a layer of their own, which lasts until a project file changes.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS restore
WORKDIR /source
ENV ActorRuntime=Orleans
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/Blobs/Blobs.csproj src/Blobs/
COPY src/Grains/Grains.csproj src/Grains/
COPY src/Grains.Abstractions/Grains.Abstractions.csproj src/Grains.Abstractions/
COPY src/LoadBalancer/LoadBalancer.csproj src/LoadBalancer/
COPY src/Silo/Silo.csproj src/Silo/
COPY src/Telemetry/Telemetry.csproj src/Telemetry/
COPY src/WebFrontend/WebFrontend.csproj src/WebFrontend/
RUN --mount=type=secret,id=nuget,target=/root/.nuget/NuGet/NuGet.Config \
    dotnet restore src/Silo/Silo.csproj \
    && dotnet restore src/WebFrontend/WebFrontend.csproj \
    && dotnet restore src/LoadBalancer/LoadBalancer.csproj

FROM restore AS publish
COPY .editorconfig ./
COPY src/Blobs src/Blobs
COPY src/Grains src/Grains
COPY src/Grains.Abstractions src/Grains.Abstractions
COPY src/LoadBalancer src/LoadBalancer
COPY src/Silo src/Silo
COPY src/Telemetry src/Telemetry
COPY src/WebFrontend src/WebFrontend
RUN dotnet publish src/Silo/Silo.csproj --configuration Release --no-restore --output /publish/silo
RUN dotnet publish src/WebFrontend/WebFrontend.csproj --configuration Release --no-restore --output /publish/frontend
RUN dotnet publish src/LoadBalancer/LoadBalancer.csproj --configuration Release --no-restore --output /publish/balancer

# Files belong to root and the process does not run as root, so it can change none of its own.
FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS base
COPY deploy/docker/healthy /usr/local/bin/
WORKDIR /app
USER $APP_UID

# A silo has no HTTP. Its gateway listens from its start to its end, so a connection to it says that it is there; whether it is
# well is the other silos' business, who watch it and vote.
FROM base AS silo
COPY --from=publish /publish/silo ./
EXPOSE 11111 30000
HEALTHCHECK --interval=5s --timeout=3s --start-period=120s CMD ["healthy", "30000"]
ENTRYPOINT ["dotnet", "OrleansChat.Silo.dll"]

FROM base AS frontend
COPY --from=publish /publish/frontend ./
COPY --from=client /source/web/dist wwwroot
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=120s CMD ["healthy", "8080", "/health/ready"]
ENTRYPOINT ["dotnet", "OrleansChat.WebFrontend.dll"]

FROM base AS balancer
COPY --from=publish /publish/balancer ./
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s CMD ["healthy", "8080", "/balancer/health/ready"]
ENTRYPOINT ["dotnet", "OrleansChat.LoadBalancer.dll"]
