# Two stages: the first builds what the second runs. test/container.test.ts runs the same steps where there is no container engine.
FROM node:26.10.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY tools/node-runtime tools/node-runtime
RUN npm ci
COPY . .
RUN npm run build
# What the package leaves to its users is in the image: queues on Redis and Postgres, in the lockfile's versions.
RUN node tools/keep-peers.js && npm prune --omit=dev --offline

FROM node:26.10.0-slim
# Git is inside because the reviewed repositories are read through it.
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates git && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/app.yml /app/app-apply.yml ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/bin bin
COPY --from=build /app/dist dist
COPY --from=build /app/knowledge knowledge
COPY --from=build /app/schema schema
RUN ln -s /app/bin/reflexgen.js /usr/local/bin/reflexgen && mkdir /data && chown node:node /data
# It writes to /data and /tmp only: `--read-only --tmpfs /tmp` is fine.
ENV NODE_ENV=production REFLEXGEN_HOME=/data HOST=0.0.0.0 PORT=3000
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "/app/dist/main.js"]
