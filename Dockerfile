# Two stages: the first builds what the second runs. Git is inside because the reviewed repositories are read through it.
FROM node:26-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY tools/node-runtime tools/node-runtime
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:26-slim
RUN apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/bin bin
COPY --from=build /app/dist dist
COPY --from=build /app/knowledge knowledge
COPY --from=build /app/schema schema
ENV NODE_ENV=production REFLEXGEN_HOME=/data
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
WORKDIR /work
ENTRYPOINT ["node", "/app/bin/reflexgen.js"]
