# Mastodoor's standalone server: docker build -t mastodoor .
# The tag of the base is the Node that the clone is tested with (devDependency "node"); a test keeps them the same.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY tools/bundle-command.ts ./tools/
COPY src ./src
RUN npm run build

FROM node:24.21.0-bookworm-slim AS dependencies
WORKDIR /dependencies
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
# Inside a container every address is the container's own; what is published is for who runs it to say.
ENV HOST=0.0.0.0
ENV PORT=3000
ENV DATABASE_URL=sqlite:/data/mastodoor.db
WORKDIR /app
COPY --from=dependencies /dependencies/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY package.json LICENSE ./
RUN install --directory --owner=node --group=node --mode=0700 /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself, so that it hears SIGTERM; with a small nursery, which takes 80 MiB less
# (docs/performance.md). The command line is the same: docker exec CONTAINER node dist/cli/main.js doctor
CMD ["node", "--max-semi-space-size=8", "--max-old-space-size=2000", "dist/cli/main.js", "serve"]
