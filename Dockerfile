# Node 24 runs the TypeScript as it is: there are only production dependencies to install.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY migrations ./migrations
COPY scripts ./scripts
COPY src ./src
RUN mkdir /data node_modules/.cache && chown node:node /data node_modules/.cache
USER node
# What Node makes of the sources is kept in the image: a start as this user, on a like processor, need not make it again.
RUN node scripts/compile.ts
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=4s --start-period=40s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# exec form: signals reach node, which stops cleanly
CMD ["node", "--max-semi-space-size=8", "--max-old-space-size=256", "src/start.js"]
