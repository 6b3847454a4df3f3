# The image holds the built application and nothing that builds it. State lives in /app/data.
FROM node:24-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --loglevel=error
COPY . .
RUN npm run build

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The base image is the Node it needs, so the platform packages of Node are left out.
RUN npm ci --omit=dev --omit=optional --loglevel=error && npm cache clean --force

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3333 STAFFETTA_PREBUILT=true STAFFETTA_DATA_DIR=/app/data
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /src/build ./build
COPY package.json ./
COPY bin/run.mjs ./bin/run.mjs
RUN mkdir data && chown node:node data
USER node
VOLUME /app/data
EXPOSE 3333
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Called directly, not through npm, so that a stop reaches it.
CMD ["node", "bin/run.mjs", "start"]
